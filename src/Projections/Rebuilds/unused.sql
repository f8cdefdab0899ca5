SELECT m.generation
FROM {schema}.schemas m
WHERE m.projection = $1 AND m.state <> 'dropped'
  AND NOT EXISTS (SELECT FROM {schema}.generations g WHERE g.projection = m.projection AND g.serving = m.generation)
  AND NOT EXISTS (SELECT FROM {schema}.serving s WHERE s.projection = m.projection AND s.generation = m.generation)
  AND NOT EXISTS (SELECT FROM {schema}.rebuilds r WHERE r.projection = m.projection AND r.generation = m.generation AND r.ended_at IS NULL)
