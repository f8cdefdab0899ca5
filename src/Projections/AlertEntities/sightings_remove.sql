DELETE FROM {schema}.sightings AS s USING unnest($2::uuid[], $3::uuid[]) AS gone (alert_id, entity)
WHERE s.tenant_id = $1 AND s.alert_id = gone.alert_id AND s.entity = gone.entity
