SELECT connectors.connector, intents, written, already_in_sync, superseded, failed, waiting, needs_person, waiting_since
FROM ({connectors}) AS connectors
CROSS JOIN LATERAL (
    SELECT intents, written, already_in_sync, superseded, failed, waiting, needs_person, waiting_since
    FROM {schema}.balances AS b
    WHERE tenant_id = $1 AND b.connector = connectors.connector {position}
    ORDER BY position DESC
    LIMIT 1) AS last
ORDER BY connectors.connector
