-- From one connector to the next by the key: a tenant has few connectors, each with many balances.
WITH RECURSIVE connectors AS (
    (SELECT connector FROM {schema}.balances WHERE tenant_id = $1 ORDER BY connector LIMIT 1)
    UNION ALL
    SELECT (SELECT connector FROM {schema}.balances WHERE tenant_id = $1 AND connector > c.connector ORDER BY connector LIMIT 1)
    FROM connectors AS c
    WHERE c.connector IS NOT NULL)
SELECT connector FROM connectors
