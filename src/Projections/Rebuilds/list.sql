SELECT projection, generation, state, by_kind, by_name, share, requested_at, started_at, ended_at, events_per_second, rows_written,
       hash_before, hash_after, hash_position, error
FROM {schema}.rebuilds WHERE tenant_id = $1 ORDER BY requested_at, projection
