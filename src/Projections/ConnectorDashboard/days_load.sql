SELECT connector, day - date '1970-01-01', ingested, shown, excluded, merged
FROM {schema}.dashboard_days AS k WHERE tenant_id = $1 {connector}
