select pg_try_advisory_lock(hashtextextended('ledger.lease:' || $1, 0));
