UPDATE {schema}.rebuilds SET rows_written = $4, hash_before = $5, hash_after = $6, hash_position = $7
WHERE tenant_id = $1 AND projection = $2 AND generation = $3 AND ended_at IS NULL
