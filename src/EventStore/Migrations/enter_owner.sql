set local role ledger_owner;
