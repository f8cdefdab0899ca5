INSERT INTO {schema}.alerts (tenant_id, id, stream, document)
SELECT $1, id, stream, document::jsonb FROM unnest($2::uuid[], $3::text[], $4::text[]) AS r (id, stream, document)
ON CONFLICT (tenant_id, id) DO UPDATE SET document = EXCLUDED.document
