-- Whether any session of this database holds the advisory lock of a lease.
SELECT $1::text IS NOT NULL AND EXISTS (
    SELECT FROM pg_catalog.pg_locks l
    JOIN pg_catalog.pg_database d ON d.oid = l.database AND d.datname = current_database()
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
      AND ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended('ledger.lease:' || $2, 0))
