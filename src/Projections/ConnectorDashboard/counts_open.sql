SELECT connector, state, severity, status, detection_source, investigation_status, excluded_rule FROM {schema}.dashboard_counts WHERE tenant_id = $1 AND touched > $2
