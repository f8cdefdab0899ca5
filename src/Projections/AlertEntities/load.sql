SELECT id, position, version_key, version_modified_at, commitment FROM {schema}.documents WHERE tenant_id = $1 AND id = ANY ($2)
