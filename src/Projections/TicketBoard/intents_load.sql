SELECT i.intent, i.connector, i.state, i.requested_position, i.retried_by IS NOT NULL
FROM unnest($2::uuid[]) AS asked (intent)
CROSS JOIN LATERAL (SELECT * FROM {schema}.intents WHERE tenant_id = $1 AND intent = asked.intent OFFSET 0) AS i
