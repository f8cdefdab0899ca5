DELETE FROM {schema}.group_claims AS g
USING unnest($2::text[], $3::bigint[]) AS r (key, position)
WHERE g.tenant_id = $1 AND g.key = r.key AND g.position = r.position
