SELECT count(*) FROM {schema}.group_claims WHERE tenant_id = $1
