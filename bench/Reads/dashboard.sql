-- The limit: the rows of one connector's dashboard.
SELECT connector, state, severity, status, detection_source, investigation_status, excluded_rule, alerts
FROM alert_list_g1.dashboard_counts WHERE tenant_id = $1 AND connector = $2;
SELECT connector, day, ingested, shown, excluded, merged
FROM alert_list_g1.dashboard_days WHERE tenant_id = $1 AND connector = $2 ORDER BY day;
SELECT connector, hour, ingested FROM alert_list_g1.dashboard_hours WHERE tenant_id = $1 AND connector = $2 ORDER BY hour DESC LIMIT 336;
SELECT connector, kind, name FROM alert_list_g1.dashboard_connectors WHERE tenant_id = $1 AND connector = $2
