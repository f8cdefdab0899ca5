SELECT revision, rules::text FROM {schema}.group_rules WHERE tenant_id = $1 ORDER BY position DESC LIMIT 1
