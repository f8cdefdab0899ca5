INSERT INTO {schema}.closings (tenant_id, stream, closed_at, ended_at)
SELECT $1, * FROM unnest($2::text[], $3::timestamptz[], $4::timestamptz[])
