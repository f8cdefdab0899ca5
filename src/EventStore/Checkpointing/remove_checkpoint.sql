select ledger.remove_checkpoint($1, $2);
