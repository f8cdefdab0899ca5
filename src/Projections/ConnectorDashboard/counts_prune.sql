-- A cell that fell to zero is as absent as one that never was.
DELETE FROM {schema}.dashboard_counts WHERE tenant_id = $1 AND alerts = 0
