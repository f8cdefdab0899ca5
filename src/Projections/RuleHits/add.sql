INSERT INTO {schema}.rule_hits AS h (tenant_id, connector, rule, week, hits, last_hit, last_position)
SELECT $1, connector, rule, week, hits, last_hit, last_position
FROM unnest($2::text[], $3::text[], $4::date[], $5::bigint[], $6::timestamptz[], $7::bigint[]) AS r (connector, rule, week, hits, last_hit, last_position)
ON CONFLICT (tenant_id, connector, rule, week) DO UPDATE SET
    hits = h.hits + EXCLUDED.hits, last_hit = EXCLUDED.last_hit, last_position = EXCLUDED.last_position
