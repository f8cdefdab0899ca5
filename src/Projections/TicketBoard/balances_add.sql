INSERT INTO {schema}.balances (
    tenant_id, connector, position, intents, written, already_in_sync, superseded, failed, waiting, needs_person, waiting_since)
SELECT $1, * FROM unnest(
    $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::timestamptz[])
