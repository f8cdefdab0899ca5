INSERT INTO {schema}.acts (tenant_id, position, at, what, by_kind, by_name, connector, alert_id, summary)
SELECT $1, * FROM unnest($2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::text[])
