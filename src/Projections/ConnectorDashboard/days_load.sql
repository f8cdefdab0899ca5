SELECT connector, day, ingested, shown, excluded, merged
FROM {schema}.dashboard_days WHERE tenant_id = $1 AND ($2::text IS NULL OR connector = $2) ORDER BY connector, day
