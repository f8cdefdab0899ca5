SELECT DISTINCT o.alert_id
FROM unnest($2::text[]) AS r (key)
JOIN {schema}.group_offers AS o ON o.tenant_id = $1 AND o.key = r.key
