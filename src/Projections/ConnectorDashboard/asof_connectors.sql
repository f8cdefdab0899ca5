SELECT DISTINCT ON (connector) connector, kind, name
FROM {schema}.dashboard_connectors AS k WHERE tenant_id = $1 AND position <= $2 {connector} ORDER BY connector, position DESC
