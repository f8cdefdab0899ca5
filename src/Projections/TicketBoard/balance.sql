-- From one connector to the next by the key: a tenant has few connectors, each with many balances.
WITH RECURSIVE connectors AS (
    (SELECT connector FROM {schema}.balances AS b WHERE tenant_id = $1 {connector} ORDER BY connector LIMIT 1)
    UNION ALL
    SELECT (SELECT connector FROM {schema}.balances AS b WHERE tenant_id = $1 AND connector > c.connector {connector} ORDER BY connector LIMIT 1)
    FROM connectors AS c
    WHERE c.connector IS NOT NULL)
SELECT connector, intents, written, already_in_sync, superseded, failed, waiting, needs_person, waiting_since
FROM connectors
CROSS JOIN LATERAL (
    SELECT intents, written, already_in_sync, superseded, failed, waiting, needs_person, waiting_since
    FROM {schema}.balances AS b
    WHERE tenant_id = $1 AND b.connector = connectors.connector {position}
    ORDER BY position DESC
    LIMIT 1) AS last
ORDER BY connector
