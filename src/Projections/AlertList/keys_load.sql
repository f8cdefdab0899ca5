SELECT g.key, g.alert_id, g.position
FROM unnest($2::text[]) AS r (key)
JOIN {schema}.group_{side} AS g ON g.tenant_id = $1 AND g.key = r.key
