-- Found by the key's index: a table that was empty when this was planned would be read whole.
UPDATE {schema}.intents AS i
SET state = r.state, settled_position = r.settled_position, settled_at = r.settled_at, attempts = r.attempts, outcome = r.outcome::jsonb
FROM unnest($2::uuid[], $3::text[], $4::bigint[], $5::timestamptz[], $6::int[], $7::text[]) AS r (intent, state, settled_position, settled_at, attempts, outcome)
CROSS JOIN LATERAL (SELECT ctid FROM {schema}.intents WHERE tenant_id = $1 AND intent = r.intent OFFSET 0) AS found
WHERE i.tenant_id = $1 AND i.ctid = found.ctid
