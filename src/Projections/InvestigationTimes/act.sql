UPDATE {schema}.work AS w
SET begun_at = coalesce(w.begun_at, a.begun_at), closed_at = CASE WHEN a.moved THEN a.closed_at ELSE w.closed_at END
FROM unnest($2::text[], $3::timestamptz[], $4::boolean[], $5::timestamptz[]) AS a (stream, begun_at, moved, closed_at)
WHERE w.tenant_id = $1 AND w.stream = a.stream
