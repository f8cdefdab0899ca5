UPDATE {schema}.rebuilds SET state = 'cancelled', ended_at = $3
WHERE tenant_id = $1 AND projection = $2 AND ended_at IS NULL AND state <> 'switched'
