-- $1 is the tenant, which the row-level policy asks for; the name holds it too.
SELECT last_seq_id FROM ledger.mt_event_progression WHERE $1::text IS NOT NULL AND name = $2
