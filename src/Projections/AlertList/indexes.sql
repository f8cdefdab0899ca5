-- The tenant stands first in every index: the row-level predicate is then the index's own first column.
CREATE UNIQUE INDEX alerts_stream ON {schema}.alerts (tenant_id, stream);
CREATE UNIQUE INDEX alerts_position ON {schema}.alerts (tenant_id, ingested_position);
CREATE INDEX alerts_state ON {schema}.alerts (tenant_id, state, ingested_position);
CREATE INDEX alerts_connector ON {schema}.alerts (tenant_id, connector, state, ingested_position);
CREATE INDEX alerts_severity ON {schema}.alerts (tenant_id, state, severity, ingested_position);
CREATE INDEX alerts_modified ON {schema}.alerts (tenant_id, state, modified_order, ingested_position);
-- Few alerts are under work at a time: the index holds those alone.
CREATE INDEX alerts_worked ON {schema}.alerts (tenant_id, investigation_status, ingested_position) WHERE investigation_status <> 'Queued';
CREATE INDEX alerts_connector_severity ON {schema}.alerts (tenant_id, connector, state, severity, ingested_position);
CREATE INDEX alerts_status ON {schema}.alerts (tenant_id, state, status, ingested_position);
-- Of a moment in the past: what began and ended between two positions, and the list as it stood.
CREATE INDEX alerts_since ON {schema}.alerts (tenant_id, since);
ALTER TABLE {schema}.alerts_past ADD PRIMARY KEY (tenant_id, id, since);
CREATE INDEX alerts_past_since ON {schema}.alerts_past (tenant_id, since);
CREATE INDEX alerts_past_until ON {schema}.alerts_past (tenant_id, until);
CREATE INDEX alerts_past_state ON {schema}.alerts_past (tenant_id, state, ingested_position);
CREATE INDEX alerts_past_modified ON {schema}.alerts_past (tenant_id, state, modified_order, ingested_position);
CREATE INDEX alerts_past_group ON {schema}.alerts_past (tenant_id, group_id) WHERE group_id IS NOT NULL;
