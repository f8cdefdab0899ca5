-- The columns of a table's primary key but the tenant, in the key's order.
SELECT a.attname
FROM pg_catalog.pg_index i
CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, place)
JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
WHERE i.indisprimary AND i.indrelid = '{schema}.{table}'::regclass AND a.attname <> 'tenant_id' AND $1::text IS NOT NULL
ORDER BY k.place
