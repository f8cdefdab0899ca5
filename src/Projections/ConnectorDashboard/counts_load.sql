SELECT connector, state, severity, status, detection_source, investigation_status, excluded_rule, alerts
FROM {schema}.dashboard_counts AS k WHERE tenant_id = $1 {connector} AND alerts <> 0
