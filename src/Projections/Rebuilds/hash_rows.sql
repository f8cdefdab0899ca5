SELECT sha256(convert_to(t::text, 'UTF8')) FROM {schema}.{table} AS t WHERE tenant_id = $1 ORDER BY {keys}
