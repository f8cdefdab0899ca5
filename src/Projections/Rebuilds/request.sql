INSERT INTO {schema}.rebuilds AS r (tenant_id, projection, generation, state, by_kind, by_name, share, requested_at)
SELECT $1, projection, 0, 'requested', $3, $4, $5, $6 FROM unnest($2::text[]) AS p (projection)
ON CONFLICT (tenant_id, projection) DO UPDATE SET
    generation = EXCLUDED.generation, state = EXCLUDED.state, by_kind = EXCLUDED.by_kind, by_name = EXCLUDED.by_name, share = EXCLUDED.share,
    requested_at = EXCLUDED.requested_at, started_at = NULL, ended_at = NULL, events_per_second = NULL, rows_written = NULL,
    hash_before = NULL, hash_after = NULL, hash_position = NULL, error = NULL
WHERE r.ended_at IS NOT NULL
RETURNING r.projection
