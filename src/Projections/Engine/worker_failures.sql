SELECT projection, generation, error, error_position, error_at FROM projections.workers WHERE tenant_id = $1
