SELECT rule, week, hits, last_hit, last_position FROM {schema}.rule_hits WHERE tenant_id = $1 AND connector = $2 ORDER BY rule, week
