-- Sessions of the owner's login come back to their pool as they were: the role and the lock end with the transaction.
SET LOCAL ROLE ledger_owner;
SELECT pg_advisory_xact_lock(hashtextextended('ledger.projections', 0));
-- A rebuild shares the machine with readers: one process of the server is enough.
SET LOCAL max_parallel_maintenance_workers = 0;
