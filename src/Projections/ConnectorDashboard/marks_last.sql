SELECT position, recorded FROM {schema}.dashboard_marks WHERE tenant_id = $1 ORDER BY position DESC LIMIT 1
