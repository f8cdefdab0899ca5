SELECT id, stream, connector, kind, source_id, ingested_position, ingested_at, version_key, version_modified_at,
       title, severity, status, detection_source, products::text, created_at, modified_at, modified_order, revised_at, url, workspace,
       group_keys::text, excluded_rule, excluded_reason, redirected_to, redirected_by,
       investigation_status, conclusion, assignee, erased, group_id, group_rule, group_revision, group_size, leader_id, since
FROM {schema}.alerts
WHERE tenant_id = $1 AND {column} = ANY ($2)
