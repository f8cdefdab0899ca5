SELECT g.projection || '_g' || coalesce(s.generation, g.serving)
FROM projections.generations g
LEFT JOIN projections.serving s ON s.tenant_id = $1 AND s.projection = g.projection
WHERE g.projection = $2
