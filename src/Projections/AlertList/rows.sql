SELECT {columns}
FROM {schema}.alerts
WHERE tenant_id = $1 AND {column} = $2
ORDER BY ingested_position
