select ledger.insist(ledger.move_checkpoint($1, $2, $3, $4), 'checkpoint');
