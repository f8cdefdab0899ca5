INSERT INTO {schema}.notes (tenant_id, alert_id, position, written, by_kind, by_name, body)
SELECT $1, * FROM unnest($2::uuid[], $3::bigint[], $4::timestamptz[], $5::text[], $6::text[], $7::text[])
