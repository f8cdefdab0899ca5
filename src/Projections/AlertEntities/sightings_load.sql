SELECT alert_id, entity, position FROM {schema}.sightings WHERE tenant_id = $1 AND alert_id = ANY ($2)
