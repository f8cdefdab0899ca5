INSERT INTO projections.workers (tenant_id, projection, generation, error, error_position, error_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (tenant_id, projection, generation)
DO UPDATE SET error = EXCLUDED.error, error_position = EXCLUDED.error_position, error_at = EXCLUDED.error_at
