-- The intents of each connector that wait longest.
SELECT i.connector, i.requested_position, i.requested_at
FROM unnest($2::text[]) AS c (connector)
CROSS JOIN LATERAL (
    SELECT connector, requested_position, requested_at
    FROM {schema}.intents
    WHERE tenant_id = $1 AND connector = c.connector AND state = 'waiting'
    ORDER BY requested_position
    LIMIT $3) AS i
