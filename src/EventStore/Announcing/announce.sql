select ledger.announce($1);
