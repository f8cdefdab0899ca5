CREATE UNIQUE INDEX sightings_entity ON {schema}.sightings (tenant_id, entity, position) INCLUDE (alert_id);
