-- From one connector to the next by the index: a tenant has few connectors, each with many alerts.
connectors AS (
    (SELECT connector FROM {schema}.work AS w WHERE tenant_id = $1 AND begun_at IS NOT NULL {connector} ORDER BY connector LIMIT 1)
    UNION ALL
    SELECT (
        SELECT connector FROM {schema}.work AS w
        WHERE tenant_id = $1 AND begun_at IS NOT NULL AND connector > c.connector {connector} ORDER BY connector LIMIT 1)
    FROM connectors AS c
    WHERE c.connector IS NOT NULL),
-- As it stood at a position, whose time is later than that of every event before it.
moment AS (SELECT timestamp AS at FROM ledger.mt_events WHERE tenant_id = $1 AND seq_id = $2),
begun AS (
    SELECT w.*, m.at
    FROM moment AS m
    CROSS JOIN connectors AS c
    CROSS JOIN LATERAL (
        SELECT connector, stream, severity, ingested_at, begun_at, closed_at
        FROM {schema}.work
        WHERE tenant_id = $1 AND connector = c.connector AND begun_at IS NOT NULL AND begun_at <= m.at
        ORDER BY begun_at DESC
        LIMIT {most}) AS w),
-- An alert that was closed by then and was not touched since is closed as it stands; of another the stretch that it was closed in is looked up.
newest AS (
    SELECT b.connector, b.severity, b.ingested_at, b.begun_at, CASE WHEN b.closed_at <= b.at THEN b.closed_at ELSE c.closed_at END AS closed_at
    FROM begun AS b
    LEFT JOIN LATERAL (
        SELECT closed_at
        FROM {schema}.closings
        WHERE tenant_id = $1 AND stream = b.stream AND closed_at <= b.at AND ended_at > b.at) AS c ON true)
