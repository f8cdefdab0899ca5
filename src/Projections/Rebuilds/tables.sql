SELECT tablename FROM pg_catalog.pg_tables WHERE $1::text IS NOT NULL AND schemaname = '{schema}' ORDER BY tablename COLLATE "C"
