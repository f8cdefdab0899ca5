INSERT INTO {schema}.group_rules (tenant_id, revision, rules) VALUES ($1, $2, $3::jsonb)
ON CONFLICT (tenant_id) DO UPDATE SET revision = EXCLUDED.revision, rules = EXCLUDED.rules
