select ledger.move_checkpoint($1, $2, $3, $4);
