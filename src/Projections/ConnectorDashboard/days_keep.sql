INSERT INTO {schema}.dashboard_days_past (tenant_id, connector, day, mark, ingested, shown, excluded, merged)
SELECT tenant_id, connector, day, $2, ingested, shown, excluded, merged FROM {schema}.dashboard_days WHERE tenant_id = $1 AND touched > $3
