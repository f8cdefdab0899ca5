SELECT connector, kind, name FROM {schema}.dashboard_connectors WHERE tenant_id = $1 AND ($2::text IS NULL OR connector = $2) ORDER BY connector
