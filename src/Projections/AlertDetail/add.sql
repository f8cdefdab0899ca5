INSERT INTO {schema}.alerts (tenant_id, id, stream, document)
SELECT $1, id, stream, convert_from(document, 'UTF8')::json FROM unnest($2::uuid[], $3::text[], $4::bytea[]) AS r (id, stream, document)
