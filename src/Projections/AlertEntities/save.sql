-- Found by the key's index: a table that was empty when this was planned would be read whole.
UPDATE {schema}.documents AS d
SET version_key = r.version_key, version_modified_at = r.version_modified_at, commitment = r.commitment
FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[]) AS r (id, position, version_key, version_modified_at, commitment)
CROSS JOIN LATERAL (SELECT ctid FROM {schema}.documents WHERE tenant_id = $1 AND id = r.id OFFSET 0) AS found
WHERE d.tenant_id = $1 AND d.ctid = found.ctid
