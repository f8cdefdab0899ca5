SELECT id, position, source_id, version_key, version_modified_at, text FROM {schema}.texts WHERE tenant_id = $1 AND id = ANY ($2)
