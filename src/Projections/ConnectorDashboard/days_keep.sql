INSERT INTO {schema}.dashboard_days_past (tenant_id, connector, day, mark, ingested, shown, excluded, merged)
SELECT $1, r.connector, r.day, r.mark, d.ingested - r.ingested, d.shown - r.shown, d.excluded - r.excluded, d.merged - r.merged
FROM unnest($2::text[], $3::date[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
    AS r (connector, day, mark, ingested, shown, excluded, merged)
CROSS JOIN LATERAL (
    SELECT ingested, shown, excluded, merged FROM {schema}.dashboard_days WHERE tenant_id = $1 AND connector = r.connector AND day = r.day OFFSET 0) AS d
