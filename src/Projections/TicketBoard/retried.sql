-- Found by the key's index: a table that was empty when this was planned would be read whole.
UPDATE {schema}.intents AS i
SET retried_by = r.retried_by
FROM unnest($2::uuid[], $3::uuid[]) AS r (intent, retried_by)
CROSS JOIN LATERAL (SELECT ctid FROM {schema}.intents WHERE tenant_id = $1 AND intent = r.intent OFFSET 0) AS found
WHERE i.tenant_id = $1 AND i.ctid = found.ctid
