SELECT stream, document FROM {schema}.alerts WHERE tenant_id = $1 AND id = $2
