SELECT intent, alert_id, connector, workspace, incident, cause, wanted::text, replaces, requested_position, requested_at, state, settled_position, settled_at,
       attempts, outcome::text, retried_by
FROM {schema}.intents
WHERE tenant_id = $1
    AND ($2::text IS NULL OR connector = $2)
    AND ($3::text IS NULL OR state = $3)
    AND ($4::uuid IS NULL OR alert_id = $4)
    AND ($5::uuid IS NULL OR intent = $5)
    AND ($6::bigint IS NULL OR requested_position < $6)
ORDER BY requested_position DESC
LIMIT $7
