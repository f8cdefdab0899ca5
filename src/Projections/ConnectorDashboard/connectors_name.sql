INSERT INTO {schema}.dashboard_connectors (tenant_id, connector, position, kind, name)
SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::text[], $5::text[])
