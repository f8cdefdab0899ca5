ALTER TABLE {schema}.dashboard_counts_past ADD PRIMARY KEY (tenant_id, connector, state, severity, status, detection_source, investigation_status, excluded_rule, mark);
ALTER TABLE {schema}.dashboard_days_past ADD PRIMARY KEY (tenant_id, connector, day, mark);
ALTER TABLE {schema}.dashboard_hours_past ADD PRIMARY KEY (tenant_id, connector, hour, mark);
