WITH mark AS (SELECT coalesce(max(position), 0) AS position FROM {schema}.dashboard_marks WHERE tenant_id = $1 AND position <= $2)
SELECT k.connector, k.day - date '1970-01-01', coalesce(p.ingested, 0), coalesce(p.shown, 0), coalesce(p.excluded, 0), coalesce(p.merged, 0)
FROM mark
CROSS JOIN {schema}.dashboard_days AS k
LEFT JOIN LATERAL (
    SELECT k.ingested, k.shown, k.excluded, k.merged WHERE k.touched <= mark.position
    UNION ALL
    (SELECT d.ingested, d.shown, d.excluded, d.merged FROM {schema}.dashboard_days_past AS d
     WHERE d.tenant_id = $1 AND d.connector = k.connector AND d.day = k.day AND d.mark <= mark.position AND k.touched > mark.position
     ORDER BY d.mark DESC LIMIT 1)) AS p ON true
WHERE k.tenant_id = $1 {connector}
  AND k.day <= (SELECT (timestamp AT TIME ZONE 'UTC')::date FROM ledger.mt_events WHERE tenant_id = $1 AND seq_id = $2)
