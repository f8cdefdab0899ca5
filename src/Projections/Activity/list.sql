SELECT position, at, what, by_kind, by_name, connector, alert_id, summary
FROM {schema}.acts
WHERE tenant_id = $1 AND ($2::bigint IS NULL OR position < $2)
ORDER BY position DESC
LIMIT $3
