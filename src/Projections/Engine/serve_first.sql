-- A tenant that is folded for the first time gets a row, by which switches and workers exclude each other.
INSERT INTO projections.serving (tenant_id, projection, generation) VALUES ($1, $2, $3) ON CONFLICT (tenant_id, projection) DO NOTHING
