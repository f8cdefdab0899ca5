DELETE FROM projections.workers WHERE tenant_id = $1 AND projection = $2 AND generation = $3 AND error_position <= $4
