INSERT INTO {schema}.dashboard_hours_past (tenant_id, connector, hour, mark, ingested)
SELECT $1, r.connector, r.hour, r.mark, h.ingested - r.later
FROM unnest($2::text[], $3::timestamptz[], $4::bigint[], $5::bigint[]) AS r (connector, hour, mark, later)
CROSS JOIN LATERAL (SELECT ingested FROM {schema}.dashboard_hours WHERE tenant_id = $1 AND connector = r.connector AND hour = r.hour OFFSET 0) AS h
