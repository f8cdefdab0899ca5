SELECT id, title
FROM {schema}.alerts
WHERE tenant_id = $1 AND id = ANY($2)
