SELECT count(*) FROM {schema}.alerts
WHERE tenant_id = $1 AND connector = $2 AND kind = $3 AND ($4::text IS NULL OR workspace = $4) AND modified_order >= $5 AND modified_order < $6
