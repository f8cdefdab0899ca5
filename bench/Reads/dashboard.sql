-- The limit: the rows of one connector's dashboard.
SELECT connector, state, severity, status, detection_source, investigation_status, excluded_rule, alerts
FROM {list}.dashboard_counts WHERE tenant_id = $1 AND connector = $2;
SELECT connector, day, ingested, shown, excluded, merged
FROM {list}.dashboard_days WHERE tenant_id = $1 AND connector = $2 ORDER BY day;
SELECT connector, hour, ingested FROM {list}.dashboard_hours WHERE tenant_id = $1 AND connector = $2 ORDER BY hour DESC LIMIT 336;
SELECT connector, kind, name FROM {list}.dashboard_connectors WHERE tenant_id = $1 AND connector = $2
