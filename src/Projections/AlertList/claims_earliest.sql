SELECT r.key, c.position, c.alert_id
FROM unnest($2::text[]) AS r (key)
CROSS JOIN LATERAL (
    SELECT position, alert_id FROM {schema}.group_claims
    WHERE tenant_id = $1 AND key = r.key
    ORDER BY position LIMIT 1) AS c
