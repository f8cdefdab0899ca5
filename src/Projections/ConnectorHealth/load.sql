SELECT connector, document::text FROM {schema}.connectors WHERE tenant_id = $1 AND ($2::text[] IS NULL OR connector = ANY ($2)) ORDER BY connector
