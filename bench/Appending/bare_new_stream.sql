insert into ledger.mt_streams (tenant_id, id, type, version, timestamp, is_archived)
select $1, $2, 'alert', $3, last_timestamp, false from ledger.heads where tenant_id = $1;
