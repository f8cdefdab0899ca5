-- What the events behind that mark changed: versions that hold at the position and began behind the mark, less those that held at the mark and ended.
WITH mark AS (SELECT coalesce(max(position), 0) AS position FROM {schema}.dashboard_marks WHERE tenant_id = $1 AND position <= $2),
     changes AS (
         SELECT connector, state, severity, status, detection_source, investigation_status, excluded_rule, ingested_at, ingested_position, 1 AS weight
         FROM {schema}.alerts AS k WHERE tenant_id = $1 AND since > (SELECT position FROM mark) AND since <= $2 {connector}
         UNION ALL
         SELECT connector, state, severity, status, detection_source, investigation_status, excluded_rule, ingested_at, ingested_position, 1
         FROM {schema}.alerts_past AS k WHERE tenant_id = $1 AND since > (SELECT position FROM mark) AND since <= $2 AND until > $2 {connector}
         UNION ALL
         SELECT connector, state, severity, status, detection_source, investigation_status, excluded_rule, ingested_at, ingested_position, -1
         FROM {schema}.alerts_past AS k WHERE tenant_id = $1 AND until > (SELECT position FROM mark) AND until <= $2 AND since <= (SELECT position FROM mark) {connector})
SELECT connector, state, severity, status, coalesce(detection_source, ''), investigation_status, coalesce(excluded_rule, ''), sum(weight)::bigint,
       (ingested_at AT TIME ZONE 'UTC')::date - date '1970-01-01',
       CASE WHEN ingested_position > (SELECT position FROM mark) THEN date_trunc('hour', ingested_at, 'UTC') END
FROM changes
GROUP BY 1, 2, 3, 4, 5, 6, 7, 9, 10
