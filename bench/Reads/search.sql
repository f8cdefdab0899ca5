-- The limit: the trigram index, the alerts by their key, the list's columns. As the owner, whom row-level security does not keep from that index.
SELECT id, connector, kind, source_id, title, severity, status, state, excluded_rule, excluded_reason, redirected_to,
           leader_id, group_rule, group_revision, group_id, group_size, investigation_status, conclusion, assignee, detection_source,
           products::text, created_at, modified_at, ingested_at, ingested_position, revised_at, version_key, url, workspace, erased, modified_order
FROM (SELECT id AS found_id FROM {search}.texts WHERE tenant_id = $1 AND text ILIKE $2 ORDER BY position DESC LIMIT 500) AS found
JOIN {list}.alerts ON id = found_id
WHERE tenant_id = $1 AND state = 'shown'
ORDER BY ingested_position DESC
LIMIT 51
