INSERT INTO {schema}.group_claims (tenant_id, key, position, alert_id)
SELECT $1, key, position, alert_id FROM unnest($2::text[], $3::bigint[], $4::uuid[]) AS r (key, position, alert_id)
