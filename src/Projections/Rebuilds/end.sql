UPDATE {schema}.rebuilds SET state = $4, error = $5, ended_at = $6
WHERE tenant_id = $1 AND projection = $2 AND generation = $3 AND ended_at IS NULL
