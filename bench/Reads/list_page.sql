-- The limit: the rows of one page by nothing but an index scan, with every column that the list reads.
SELECT id, connector, kind, source_id, title, severity, status, state, excluded_rule, excluded_reason, redirected_to,
           leader_id, group_rule, group_revision, group_id, group_size, investigation_status, conclusion, assignee, detection_source,
           products::text, created_at, modified_at, ingested_at, ingested_position, revised_at, version_key, url, workspace, erased, modified_order
FROM {list}.alerts
WHERE tenant_id = $1 AND state = 'shown' AND ingested_position < $2
ORDER BY ingested_position DESC
LIMIT 51
