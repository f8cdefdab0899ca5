-- The last {newest} hours that have a row, newest last.
SELECT connector, hour, ingested FROM (
    SELECT connector, hour, ingested, row_number() OVER (PARTITION BY connector ORDER BY hour DESC) AS age
    FROM {schema}.dashboard_hours WHERE tenant_id = $1 {connector}) AS h
WHERE age <= {newest}
ORDER BY connector, hour
