SELECT stream, document::text FROM {schema}.alerts WHERE tenant_id = $1 AND id = ANY ($2)
