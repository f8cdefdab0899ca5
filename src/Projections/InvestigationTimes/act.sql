-- Found by the key's index: a table that was empty when this was planned would be read whole.
UPDATE {schema}.work AS w
SET begun_at = coalesce(w.begun_at, a.begun_at), closed_at = CASE WHEN a.moved THEN a.closed_at ELSE w.closed_at END
FROM unnest($2::text[], $3::timestamptz[], $4::boolean[], $5::timestamptz[]) AS a (stream, begun_at, moved, closed_at)
CROSS JOIN LATERAL (SELECT ctid FROM {schema}.work WHERE tenant_id = $1 AND stream = a.stream OFFSET 0) AS found
WHERE w.tenant_id = $1 AND w.ctid = found.ctid
