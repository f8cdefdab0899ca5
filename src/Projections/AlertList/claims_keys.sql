SELECT key FROM {schema}.group_claims WHERE tenant_id = $1
