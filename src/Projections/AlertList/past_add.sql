INSERT INTO {schema}.alerts_past (
    tenant_id,
    id, since, until, connector, kind, source_id, ingested_position, ingested_at, version_key, title, severity, status, detection_source,
    products, created_at, modified_at, modified_order, revised_at, url, workspace, excluded_rule, excluded_reason, redirected_to,
    investigation_status, conclusion, assignee, erased, group_id, group_rule, state)
SELECT $1,
    id, since, until, connector, kind, source_id, ingested_position, ingested_at, version_key, title, severity, status, detection_source,
    products::jsonb, created_at, modified_at, modified_order, revised_at, url, workspace, excluded_rule, excluded_reason, redirected_to,
    investigation_status, conclusion, assignee, erased, group_id, group_rule, state
FROM unnest(
    $2::uuid[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::timestamptz[], $10::text[], $11::text[],
    $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::bigint[], $19::timestamptz[], $20::text[],
    $21::text[], $22::text[], $23::text[], $24::text[], $25::text[], $26::text[], $27::text[], $28::boolean[], $29::uuid[], $30::text[],
    $31::text[])
    AS r (
    id, since, until, connector, kind, source_id, ingested_position, ingested_at, version_key, title, severity, status, detection_source,
    products, created_at, modified_at, modified_order, revised_at, url, workspace, excluded_rule, excluded_reason, redirected_to,
    investigation_status, conclusion, assignee, erased, group_id, group_rule, state)
