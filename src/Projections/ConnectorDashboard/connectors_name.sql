INSERT INTO {schema}.dashboard_connectors (tenant_id, connector, kind, name)
SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[])
ON CONFLICT (tenant_id, connector) DO UPDATE SET kind = EXCLUDED.kind, name = EXCLUDED.name
