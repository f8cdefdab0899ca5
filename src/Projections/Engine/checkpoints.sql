-- The least position of several generations; 0 while one of them has none. $1 is the tenant, which the row-level policy asks for; the names hold it too.
SELECT CASE WHEN count(*) = cardinality($2) THEN min(last_seq_id) ELSE 0 END
FROM ledger.mt_event_progression
WHERE $1::text IS NOT NULL AND name = ANY ($2)
