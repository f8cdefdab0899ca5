-- The cells at the last mark up to a position: a cell that was not touched since is as it stands, another is looked up.
WITH mark AS (SELECT coalesce(max(position), 0) AS position FROM {schema}.dashboard_marks WHERE tenant_id = $1 AND position <= $2)
SELECT k.connector, k.state, k.severity, k.status, k.detection_source, k.investigation_status, k.excluded_rule,
       coalesce(CASE WHEN k.touched <= mark.position THEN k.alerts ELSE p.alerts END, 0)
FROM mark
CROSS JOIN {schema}.dashboard_counts AS k
LEFT JOIN LATERAL (
    SELECT alerts FROM {schema}.dashboard_counts_past AS p
    WHERE p.tenant_id = $1 AND p.connector = k.connector AND p.state = k.state AND p.severity = k.severity AND p.status = k.status
      AND p.detection_source = k.detection_source AND p.investigation_status = k.investigation_status AND p.excluded_rule = k.excluded_rule
      AND p.mark <= mark.position AND k.touched > mark.position
    ORDER BY p.mark DESC LIMIT 1) AS p ON true
WHERE k.tenant_id = $1 {connector}
