SELECT id FROM {schema}.alerts WHERE tenant_id = $1 AND ($2 OR group_id IS NOT NULL OR group_keys <> '[]')
