-- Both rows in one statement; the row of serving waits for the commit of the worker that folds the former generation.
WITH rebuilt AS (
    UPDATE {schema}.rebuilds SET state = 'switched'
    WHERE tenant_id = $1 AND projection = $2 AND generation = $3 AND ended_at IS NULL AND state = 'comparing'
    RETURNING tenant_id, projection, generation)
INSERT INTO {schema}.serving (tenant_id, projection, generation)
SELECT tenant_id, projection, generation FROM rebuilt
ON CONFLICT (tenant_id, projection) DO UPDATE SET generation = EXCLUDED.generation
RETURNING generation
