-- As list.sql where one of several values may stand at the front of an index: a page of each value, merged. Each is read in the order of the index.
SELECT each.*, (SELECT last_seq_id FROM ledger.mt_event_progression WHERE name = {checkpoint})
FROM {wanted}
CROSS JOIN LATERAL (
    SELECT {columns}
    FROM {schema}.alerts
    WHERE {conditions}
    ORDER BY {sort} {direction}, ingested_position {direction}
    LIMIT {limit}
) AS each
ORDER BY each.{sort} {direction}, each.ingested_position {direction}
LIMIT {limit}
