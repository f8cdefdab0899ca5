SELECT last.*
FROM unnest($2::text[]) AS c (connector)
CROSS JOIN LATERAL (
    SELECT connector, intents, written, already_in_sync, superseded, failed, waiting, needs_person, waiting_since
    FROM {schema}.balances
    WHERE tenant_id = $1 AND connector = c.connector
    ORDER BY position DESC
    LIMIT 1) AS last
