-- The newest fingerprint is that of the newest generation: tenants without a row begin with it, unless the present one is of the same.
WITH made AS (
    UPDATE {schema}.schemas SET state = 'ready' WHERE projection = $1 AND generation = $2 RETURNING projection, generation, definitions, version)
UPDATE {schema}.generations g SET serving = made.generation
FROM made, {schema}.schemas old
WHERE g.projection = made.projection AND old.projection = g.projection AND old.generation = g.serving
  AND (old.definitions, old.version) IS DISTINCT FROM (made.definitions, made.version)
