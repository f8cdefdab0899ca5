-- The log is in the order of time: what was counted since the mark before lies in its hour or later.
INSERT INTO {schema}.dashboard_hours_past (tenant_id, connector, hour, mark, ingested)
SELECT tenant_id, connector, hour, $2, ingested FROM {schema}.dashboard_hours
WHERE tenant_id = $1 AND touched > $3 AND hour >= date_trunc('hour', $4::timestamptz, 'UTC')
