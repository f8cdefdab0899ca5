INSERT INTO {schema}.intents (tenant_id, intent, alert_id, connector, workspace, incident, cause, wanted, replaces, requested_position, requested_at, state, attempts)
SELECT $1, intent, alert_id, connector, workspace, incident, cause, wanted::jsonb, nullif(replaces, '')::uuid, requested_position, requested_at, 'waiting', 0
FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bigint[], $11::timestamptz[])
    AS r (intent, alert_id, connector, workspace, incident, cause, wanted, replaces, requested_position, requested_at)
