INSERT INTO {schema}.documents (tenant_id, id, position, version_key, version_modified_at, commitment)
SELECT $1, * FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[])
