INSERT INTO {schema}.dashboard_counts_past (
    tenant_id, connector, state, severity, status, detection_source, investigation_status, excluded_rule, mark, alerts)
SELECT tenant_id, connector, state, severity, status, detection_source, investigation_status, excluded_rule, $2, alerts
FROM {schema}.dashboard_counts WHERE tenant_id = $1 AND touched > $3
