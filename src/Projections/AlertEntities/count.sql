-- How many alerts speak of each entity, counted no further than to a number.
SELECT entity, (
    SELECT count(*) FROM (SELECT FROM {schema}.sightings AS s WHERE s.tenant_id = $1 AND s.entity = wanted.entity LIMIT $3) AS met
) FROM unnest($2::uuid[]) AS wanted (entity)
