-- The page, and behind its columns the position that it reflects: one statement is one snapshot. Without rows the position stands alone.
SELECT page.*, (SELECT last_seq_id FROM ledger.mt_event_progression WHERE name = {checkpoint})
FROM (SELECT 1) AS one
LEFT JOIN LATERAL (
    SELECT {columns}
    FROM {schema}.alerts
    WHERE {conditions}
    ORDER BY {sort} {direction}, ingested_position {direction}
    LIMIT {limit}
) AS page ON true
ORDER BY page.{sort} {direction}, page.ingested_position {direction}
