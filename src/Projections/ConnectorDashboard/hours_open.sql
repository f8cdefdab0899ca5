-- The log is in the order of time: what was counted since the mark lies in its hour or later.
SELECT connector, hour FROM {schema}.dashboard_hours WHERE tenant_id = $1 AND touched > $2 AND hour >= date_trunc('hour', $3::timestamptz, 'UTC')
