select ledger.create_tenant($1, $2);
