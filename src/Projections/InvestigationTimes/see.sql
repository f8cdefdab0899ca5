INSERT INTO {schema}.work (tenant_id, stream, connector, severity, ingested_at)
SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[])
