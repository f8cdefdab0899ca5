UPDATE {schema}.rebuilds SET generation = $3, state = 'filling', started_at = coalesce(started_at, $4)
WHERE tenant_id = $1 AND projection = $2 AND ended_at IS NULL AND state <> 'switched'
