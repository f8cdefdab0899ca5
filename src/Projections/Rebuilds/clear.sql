DELETE FROM {schema}.{table} WHERE tenant_id = $1
