SELECT position, written, by_kind, by_name, body FROM {schema}.notes WHERE tenant_id = $1 AND alert_id = $2 ORDER BY position
