SELECT connector, day FROM {schema}.dashboard_days WHERE tenant_id = $1 AND touched > $2
