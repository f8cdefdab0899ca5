listen ledger_appended;
