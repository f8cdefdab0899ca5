UPDATE {schema}.rebuilds SET events_per_second = $4, error = NULL
WHERE tenant_id = $1 AND projection = $2 AND generation = $3 AND ended_at IS NULL
