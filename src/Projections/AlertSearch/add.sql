INSERT INTO {schema}.texts (tenant_id, id, position, source_id, version_key, version_modified_at, text)
SELECT $1, * FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[])
