INSERT INTO {schema}.alerts AS a (
    tenant_id, id, stream, connector, kind, source_id, ingested_position, ingested_at, version_key, version_modified_at,
    title, severity, status, detection_source, products, created_at, modified_at, modified_order, revised_at, url, workspace,
    group_keys, excluded_rule, excluded_reason, redirected_to, redirected_by,
    investigation_status, conclusion, assignee, erased, group_id, group_rule, group_revision, group_size, leader_id, state, since)
SELECT $1, id, stream, connector, kind, source_id, ingested_position, ingested_at, version_key, version_modified_at,
    title, severity, status, detection_source, products::jsonb, created_at, modified_at, modified_order, revised_at, url, workspace,
    group_keys::jsonb, excluded_rule, excluded_reason, redirected_to, redirected_by,
    investigation_status, conclusion, assignee, erased, group_id, group_rule, group_revision, group_size, leader_id, state, since
FROM unnest(
    $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::timestamptz[], $9::text[], $10::text[],
    $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::bigint[], $19::timestamptz[], $20::text[], $21::text[],
    $22::text[], $23::text[], $24::text[], $25::text[], $26::text[],
    $27::text[], $28::text[], $29::text[], $30::boolean[], $31::uuid[], $32::text[], $33::int[], $34::int[], $35::uuid[], $36::text[], $37::bigint[])
    AS r (id, stream, connector, kind, source_id, ingested_position, ingested_at, version_key, version_modified_at,
    title, severity, status, detection_source, products, created_at, modified_at, modified_order, revised_at, url, workspace,
    group_keys, excluded_rule, excluded_reason, redirected_to, redirected_by,
    investigation_status, conclusion, assignee, erased, group_id, group_rule, group_revision, group_size, leader_id, state, since)
ON CONFLICT (tenant_id, id) DO UPDATE SET
    version_key = EXCLUDED.version_key, version_modified_at = EXCLUDED.version_modified_at,
    title = EXCLUDED.title, severity = EXCLUDED.severity, status = EXCLUDED.status, detection_source = EXCLUDED.detection_source,
    products = EXCLUDED.products, created_at = EXCLUDED.created_at, modified_at = EXCLUDED.modified_at,
    modified_order = EXCLUDED.modified_order, revised_at = EXCLUDED.revised_at, url = EXCLUDED.url, workspace = EXCLUDED.workspace,
    group_keys = EXCLUDED.group_keys, excluded_rule = EXCLUDED.excluded_rule, excluded_reason = EXCLUDED.excluded_reason,
    redirected_to = EXCLUDED.redirected_to, redirected_by = EXCLUDED.redirected_by,
    investigation_status = EXCLUDED.investigation_status, conclusion = EXCLUDED.conclusion, assignee = EXCLUDED.assignee, erased = EXCLUDED.erased,
    group_id = EXCLUDED.group_id, group_rule = EXCLUDED.group_rule, group_revision = EXCLUDED.group_revision,
    group_size = EXCLUDED.group_size, leader_id = EXCLUDED.leader_id, state = EXCLUDED.state, since = EXCLUDED.since
