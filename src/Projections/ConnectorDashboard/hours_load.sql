-- The last $3 hours that have a row, newest last.
SELECT connector, hour, ingested FROM (
    SELECT connector, hour, ingested, row_number() OVER (PARTITION BY connector ORDER BY hour DESC) AS age
    FROM {schema}.dashboard_hours WHERE tenant_id = $1 AND ($2::text IS NULL OR connector = $2)) AS h
WHERE age <= $3
ORDER BY connector, hour
