INSERT INTO {schema}.group_rules (tenant_id, position, revision, rules) VALUES ($1, $2, $3, $4::jsonb)
