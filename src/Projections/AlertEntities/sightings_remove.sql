-- Found by the key's index: a table that was empty when this was planned would be read whole.
DELETE FROM {schema}.sightings AS s
USING unnest($2::uuid[], $3::uuid[]) AS gone (alert_id, entity)
CROSS JOIN LATERAL (SELECT ctid FROM {schema}.sightings WHERE tenant_id = $1 AND alert_id = gone.alert_id AND entity = gone.entity OFFSET 0) AS found
WHERE s.tenant_id = $1 AND s.ctid = found.ctid
