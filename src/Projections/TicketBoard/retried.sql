UPDATE {schema}.intents AS i
SET retried_by = r.retried_by
FROM unnest($2::uuid[], $3::uuid[]) AS r (intent, retried_by)
WHERE i.tenant_id = $1 AND i.intent = r.intent
