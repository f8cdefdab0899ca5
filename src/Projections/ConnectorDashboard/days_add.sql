INSERT INTO {schema}.dashboard_days AS d (tenant_id, connector, day, ingested, shown, excluded, merged, touched)
SELECT $1, * FROM unnest($2::text[], $3::date[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
ON CONFLICT (tenant_id, connector, day) DO UPDATE SET
    ingested = d.ingested + EXCLUDED.ingested, shown = d.shown + EXCLUDED.shown,
    excluded = d.excluded + EXCLUDED.excluded, merged = d.merged + EXCLUDED.merged, touched = EXCLUDED.touched
