UPDATE {schema}.rebuilds SET error = $3 WHERE tenant_id = $1 AND projection = $2 AND ended_at IS NULL
