SELECT DISTINCT connector FROM {schema}.dashboard_counts WHERE tenant_id = $1
