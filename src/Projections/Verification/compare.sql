-- Both ways at once: rows that differ, rows that only one side has. Null on one side = it has no such row.
SELECT CASE WHEN s.tenant_id IS NULL THEN NULL ELSE to_jsonb(s)::text END AS stands,
       CASE WHEN f.tenant_id IS NULL THEN NULL ELSE to_jsonb(f)::text END AS fresh
FROM (SELECT * FROM {schema}.{table} WHERE tenant_id = $1) AS s
FULL JOIN (SELECT * FROM pg_temp.{table} WHERE tenant_id = $1) AS f ON {join}
WHERE s.tenant_id IS NULL OR f.tenant_id IS NULL OR to_jsonb(s) IS DISTINCT FROM to_jsonb(f)
LIMIT $2
