CREATE UNIQUE INDEX alerts_stream ON {schema}.alerts (tenant_id, stream);
