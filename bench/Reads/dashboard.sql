-- The limit: the rows of one connector's dashboard.
SELECT connector, state, severity, status, detection_source, investigation_status, excluded_rule, alerts
FROM {list}.dashboard_counts WHERE tenant_id = $1 AND connector = $2 AND alerts <> 0;
SELECT connector, day, ingested, shown, excluded, merged
FROM {list}.dashboard_days WHERE tenant_id = $1 AND connector = $2 ORDER BY day;
SELECT connector, hour, ingested FROM {list}.dashboard_hours WHERE tenant_id = $1 AND connector = $2 ORDER BY hour DESC LIMIT 336;
SELECT DISTINCT ON (connector) connector, kind, name FROM {list}.dashboard_connectors WHERE tenant_id = $1 AND connector = $2 ORDER BY connector, position DESC;
SELECT severity, count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM begun_at - ingested_at)),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM begun_at - ingested_at)),
       count(closed_at),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - ingested_at)),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - ingested_at))
FROM (
    SELECT severity, ingested_at, begun_at, closed_at
    FROM {times}.work
    WHERE tenant_id = $1 AND connector = $2 AND begun_at IS NOT NULL
    ORDER BY begun_at DESC
    LIMIT 10000) AS newest
GROUP BY severity
ORDER BY severity;
SELECT connector, count(*),
       count(*) FILTER (WHERE state = 'written'),
       count(*) FILTER (WHERE state = 'already-in-sync'),
       count(*) FILTER (WHERE state = 'superseded'),
       count(*) FILTER (WHERE state = 'failed'),
       count(*) FILTER (WHERE state = 'waiting'),
       count(*) FILTER (WHERE state = 'failed' AND retried_by IS NULL),
       min(requested_at) FILTER (WHERE state = 'waiting')
FROM {tickets}.intents
WHERE tenant_id = $1 AND connector = $2
GROUP BY connector
ORDER BY connector
