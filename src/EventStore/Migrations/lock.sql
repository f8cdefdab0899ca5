select pg_advisory_xact_lock(hashtextextended('ledger.migrations', 0));
