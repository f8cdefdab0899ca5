SELECT DISTINCT ON (connector) connector, kind, name
FROM {schema}.dashboard_connectors AS k WHERE tenant_id = $1 {connector} ORDER BY connector, position DESC
