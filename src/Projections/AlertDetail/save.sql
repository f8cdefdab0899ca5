-- Found by the key's index: a table that was empty when this was planned would be read whole.
UPDATE {schema}.alerts AS a
SET document = convert_from(r.document, 'UTF8')::json
FROM unnest($2::uuid[], $3::text[], $4::bytea[]) AS r (id, stream, document)
CROSS JOIN LATERAL (SELECT ctid FROM {schema}.alerts WHERE tenant_id = $1 AND id = r.id OFFSET 0) AS found
WHERE a.tenant_id = $1 AND a.ctid = found.ctid
