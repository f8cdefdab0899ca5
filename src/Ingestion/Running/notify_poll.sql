select pg_notify('ledger_poll', $1);
