select pg_advisory_unlock(hashtextextended('ledger.lease:' || $1, 0));
