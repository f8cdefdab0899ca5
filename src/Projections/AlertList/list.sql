-- The page, and behind its columns the position that it reflects: one statement is one snapshot. Without rows there is no position.
SELECT {columns}, (SELECT last_seq_id FROM ledger.mt_event_progression WHERE name = {checkpoint})
FROM {schema}.alerts
WHERE {conditions}
ORDER BY {sort} {direction}, ingested_position {direction}
LIMIT {limit}
