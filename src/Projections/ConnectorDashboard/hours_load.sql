-- The newest {newest} hours that had any, of each connector.
SELECT k.connector, k.ingested, k.hour
FROM ({connectors}) AS c
CROSS JOIN LATERAL (
    SELECT connector, ingested, hour FROM {schema}.dashboard_hours
    WHERE tenant_id = $1 AND connector = c.connector ORDER BY hour DESC LIMIT {newest}) AS k
