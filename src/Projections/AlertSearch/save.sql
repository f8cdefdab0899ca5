-- Found by the key's index: a table that was empty when this was planned would be read whole.
UPDATE {schema}.texts AS t
SET version_key = r.version_key, version_modified_at = r.version_modified_at, text = r.text
FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[]) AS r (id, position, source_id, version_key, version_modified_at, text)
CROSS JOIN LATERAL (SELECT ctid FROM {schema}.texts WHERE tenant_id = $1 AND id = r.id OFFSET 0) AS found
WHERE t.tenant_id = $1 AND t.ctid = found.ctid
