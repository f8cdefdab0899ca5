-- The page, and behind its columns the position that it reflects: one statement is one snapshot. Without rows the position stands alone.
SELECT page.*, (SELECT last_seq_id FROM ledger.mt_event_progression WHERE name = {checkpoint})
FROM (SELECT 1) AS one
LEFT JOIN LATERAL (
    SELECT id, stream, connector, kind, source_id, ingested_position, ingested_at, version_key, version_modified_at,
           title, severity, status, detection_source, products::text, created_at, modified_at, modified_order, revised_at, url, workspace,
           '[]', excluded_rule, excluded_reason, redirected_to, redirected_by,
           investigation_status, conclusion, assignee, erased, group_id, group_rule, group_revision, group_size, leader_id
    FROM {schema}.alerts
    WHERE {conditions}
    ORDER BY {sort} {direction}, ingested_position {direction}
    LIMIT {limit}
) AS page ON true
ORDER BY page.{sort} {direction}, page.ingested_position {direction}
