-- The limit: the rows of the first page by nothing but an index scan, with every column that the list reads.
SELECT id, stream, connector, kind, source_id, ingested_position, ingested_at, version_key, version_modified_at,
       title, severity, status, detection_source, products::text, created_at, modified_at, modified_order, revised_at, url, workspace,
       '[]', excluded_rule, excluded_reason, redirected_to, redirected_by,
       investigation_status, conclusion, assignee, erased, group_id, group_rule, group_revision, group_size, leader_id
FROM {schema}.alerts
WHERE tenant_id = $1 AND state = 'shown'
ORDER BY ingested_position DESC
LIMIT 51
