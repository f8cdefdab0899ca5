-- Tenants that are answered by a generation of another fingerprint and for which no rebuild into one of this fingerprint is under way.
SELECT t.partition_value
FROM ledger.mt_tenant_partitions t
JOIN {schema}.generations g ON g.projection = $1
LEFT JOIN {schema}.serving s ON s.tenant_id = t.partition_value AND s.projection = g.projection
JOIN {schema}.schemas m ON m.projection = g.projection AND m.generation = coalesce(s.generation, g.serving)
WHERE (m.definitions, m.version) IS DISTINCT FROM ($2, $3)
  AND NOT EXISTS (
    SELECT FROM {schema}.rebuilds r
    LEFT JOIN {schema}.schemas n ON n.projection = r.projection AND n.generation = r.generation
    WHERE r.tenant_id = t.partition_value AND r.projection = g.projection AND r.ended_at IS NULL
      AND (r.generation = 0 OR (n.definitions, n.version) = ($2, $3)))
ORDER BY 1
