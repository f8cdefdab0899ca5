newest AS (
    -- Of the alerts whose investigation was begun last: a bound that keeps the answer quick however long the history is.
    SELECT connector, severity, ingested_at, begun_at, closed_at
    FROM {schema}.work
    WHERE tenant_id = $1 AND connector = $3 AND begun_at IS NOT NULL
    ORDER BY begun_at DESC
    LIMIT {most})
