SELECT connector, count(*),
       count(*) FILTER (WHERE state = 'written'),
       count(*) FILTER (WHERE state = 'already-in-sync'),
       count(*) FILTER (WHERE state = 'superseded'),
       count(*) FILTER (WHERE state = 'failed'),
       count(*) FILTER (WHERE state = 'waiting'),
       count(*) FILTER (WHERE state = 'failed' AND retried_by IS NULL),
       min(requested_at) FILTER (WHERE state = 'waiting')
FROM {schema}.intents
WHERE tenant_id = $1 {connector}
GROUP BY connector
ORDER BY connector
