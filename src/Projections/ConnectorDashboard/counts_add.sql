INSERT INTO {schema}.dashboard_counts AS c (tenant_id, connector, state, severity, status, detection_source, investigation_status, excluded_rule, alerts, touched)
SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::bigint[])
ON CONFLICT (tenant_id, connector, state, severity, status, detection_source, investigation_status, excluded_rule)
DO UPDATE SET alerts = c.alerts + EXCLUDED.alerts, touched = EXCLUDED.touched
