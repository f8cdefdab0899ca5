SELECT connector, day, ingested, shown, excluded, merged
FROM {schema}.dashboard_days WHERE tenant_id = $1 {connector} ORDER BY connector, day
