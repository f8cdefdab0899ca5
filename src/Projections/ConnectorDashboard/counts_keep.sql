-- What a cell was at a mark: what it is behind the batch, less what was added later. Found by its key, whatever the planner believes of the table.
INSERT INTO {schema}.dashboard_counts_past (
    tenant_id, connector, state, severity, status, detection_source, investigation_status, excluded_rule, mark, alerts)
SELECT $1, r.connector, r.state, r.severity, r.status, r.detection_source, r.investigation_status, r.excluded_rule, r.mark, c.alerts - r.later
FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::bigint[])
    AS r (connector, state, severity, status, detection_source, investigation_status, excluded_rule, mark, later)
CROSS JOIN LATERAL (
    SELECT alerts FROM {schema}.dashboard_counts
    WHERE tenant_id = $1 AND connector = r.connector AND state = r.state AND severity = r.severity AND status = r.status
      AND detection_source = r.detection_source AND investigation_status = r.investigation_status AND excluded_rule = r.excluded_rule OFFSET 0) AS c
