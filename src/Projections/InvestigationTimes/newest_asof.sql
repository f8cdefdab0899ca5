-- The same as it stood at a position, whose time is later than that of every event before it. An alert that was closed by then and was not touched
-- since is closed as it stands; of another the stretch that it was closed in is looked up.
SELECT w.severity, w.ingested_at, w.begun_at, CASE WHEN w.closed_at <= w.at THEN w.closed_at ELSE c.closed_at END AS closed_at
FROM (
    SELECT stream, severity, ingested_at, begun_at, closed_at, m.at
    FROM (SELECT timestamp AS at FROM ledger.mt_events WHERE tenant_id = $1 AND seq_id = $4) AS m
    CROSS JOIN LATERAL (
        SELECT stream, severity, ingested_at, begun_at, closed_at
        FROM {schema}.work
        WHERE tenant_id = $1 AND connector = $2 AND begun_at IS NOT NULL AND begun_at <= m.at
        ORDER BY begun_at DESC
        LIMIT $3) AS w) AS w
LEFT JOIN LATERAL (
    SELECT closed_at
    FROM {schema}.closings
    WHERE tenant_id = $1 AND stream = w.stream AND closed_at <= w.at AND ended_at > w.at) AS c ON true
