select position, last_timestamp from ledger.heads where tenant_id = $1 for update;
