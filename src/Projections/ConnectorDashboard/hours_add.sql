INSERT INTO {schema}.dashboard_hours AS h (tenant_id, connector, hour, ingested, first_position, touched)
SELECT $1, * FROM unnest($2::text[], $3::timestamptz[], $4::bigint[], $5::bigint[], $6::bigint[])
ON CONFLICT (tenant_id, connector, hour) DO UPDATE SET ingested = h.ingested + EXCLUDED.ingested, touched = EXCLUDED.touched
