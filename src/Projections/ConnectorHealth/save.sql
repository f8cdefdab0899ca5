INSERT INTO {schema}.connectors (tenant_id, connector, document)
SELECT $1, connector, document::jsonb FROM unnest($2::text[], $3::text[]) AS r (connector, document)
ON CONFLICT (tenant_id, connector) DO UPDATE SET document = EXCLUDED.document
