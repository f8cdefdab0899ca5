-- Sessions of the owner's login come back to their pool as they were: the role and the lock end with the transaction.
SET LOCAL ROLE ledger_owner;
SELECT pg_advisory_xact_lock(hashtextextended('ledger.projections', 0));
