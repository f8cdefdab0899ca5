INSERT INTO {schema}.dashboard_marks (tenant_id, position, recorded) VALUES ($1, $2, $3)
