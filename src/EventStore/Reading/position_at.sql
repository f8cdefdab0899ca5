select ledger.position_at($1, $2);
