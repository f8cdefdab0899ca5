INSERT INTO {schema}.sightings (tenant_id, alert_id, entity, position)
SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::bigint[])
