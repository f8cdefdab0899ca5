-- The newest {newest} hours that had any, of each connector.
WITH mark AS (SELECT coalesce(max(position), 0) AS position FROM {schema}.dashboard_marks WHERE tenant_id = $1 AND position <= $2)
SELECT k.connector, coalesce(CASE WHEN k.touched <= mark.position THEN k.ingested ELSE p.ingested END, 0), k.hour
FROM mark
CROSS JOIN ({connectors}) AS connectors
CROSS JOIN LATERAL (
    SELECT connector, hour, ingested, touched FROM {schema}.dashboard_hours AS h
    WHERE h.tenant_id = $1 AND h.connector = connectors.connector AND h.first_position <= $2
      AND h.hour <= (SELECT timestamp FROM ledger.mt_events WHERE tenant_id = $1 AND seq_id = $2)
    ORDER BY hour DESC LIMIT {newest}) AS k
LEFT JOIN LATERAL (
    SELECT d.ingested FROM {schema}.dashboard_hours_past AS d
    WHERE d.tenant_id = $1 AND d.connector = k.connector AND d.hour = k.hour AND d.mark <= mark.position AND k.touched > mark.position
    ORDER BY d.mark DESC LIMIT 1) AS p ON true
