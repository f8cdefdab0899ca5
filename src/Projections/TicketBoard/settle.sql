UPDATE {schema}.intents AS i
SET state = r.state, settled_position = r.settled_position, settled_at = r.settled_at, attempts = r.attempts, outcome = r.outcome::jsonb
FROM unnest($2::uuid[], $3::text[], $4::bigint[], $5::timestamptz[], $6::int[], $7::text[]) AS r (intent, state, settled_position, settled_at, attempts, outcome)
WHERE i.tenant_id = $1 AND i.intent = r.intent
