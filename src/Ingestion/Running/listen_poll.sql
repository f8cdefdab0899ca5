listen ledger_poll;
