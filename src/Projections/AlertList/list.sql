-- Planned anew for the values given: what is not asked for folds away, and each usual filter is the front of an index in the list's order.
-- A single severity is compared as one value, since the order of an index is lost behind an array.
SELECT id, stream, connector, kind, source_id, ingested_position, ingested_at, version_key, version_modified_at,
       title, severity, status, detection_source, products::text, created_at, modified_at, modified_order, revised_at, url, workspace,
       '[]', excluded_rule, excluded_reason, redirected_to, redirected_by,
       investigation_status, conclusion, assignee, erased, group_id, group_rule, group_revision, group_size, leader_id
FROM {schema}.alerts
WHERE tenant_id = $1
  AND ($2::text IS NULL OR state = $2)
  AND ($3::text IS NULL OR connector = $3)
  AND ($4::text IS NULL OR severity = $4)
  AND ($13::text[] IS NULL OR severity = ANY ($13))
  AND ($5::text[] IS NULL OR status = ANY ($5))
  AND ($6::text[] IS NULL OR investigation_status = ANY ($6))
  AND ($7::uuid IS NULL OR group_id = $7)
  AND ($8::uuid[] IS NULL OR id = ANY ($8))
  AND ($9::text[] IS NULL OR title ILIKE ALL ($9))
  AND ($10::bigint IS NULL OR ({sort}, ingested_position) {beyond} ($10, $11::bigint))
ORDER BY {sort} {direction}, ingested_position {direction}
LIMIT $12
