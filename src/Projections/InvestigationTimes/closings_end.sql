-- Found by the key's index: a table that was empty when this was planned would be read whole.
UPDATE {schema}.closings AS c
SET ended_at = e.at
FROM unnest($2::text[], $3::timestamptz[]) AS e (stream, at)
CROSS JOIN LATERAL (SELECT ctid FROM {schema}.closings WHERE tenant_id = $1 AND stream = e.stream AND ended_at IS NULL OFFSET 0) AS found
WHERE c.tenant_id = $1 AND c.ctid = found.ctid
