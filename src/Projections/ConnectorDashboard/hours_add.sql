INSERT INTO {schema}.dashboard_hours AS h (tenant_id, connector, hour, ingested)
SELECT $1, * FROM unnest($2::text[], $3::timestamptz[], $4::bigint[])
ON CONFLICT (tenant_id, connector, hour) DO UPDATE SET ingested = h.ingested + EXCLUDED.ingested
