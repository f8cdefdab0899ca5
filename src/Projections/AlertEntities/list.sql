-- The alerts of one entity as rows of the list, newest first; behind the columns the position that both read models reflect.
WITH here AS MATERIALIZED (
    SELECT CASE WHEN count(*) = 2 THEN min(last_seq_id) ELSE 0 END AS position FROM ledger.mt_event_progression WHERE name IN ($2, $3)
), found AS MATERIALIZED (
    SELECT alert_id FROM {entities}.sightings
    WHERE tenant_id = $1 AND entity = $4 AND position < $5 AND position <= (SELECT position FROM here)
    ORDER BY position DESC
    LIMIT {limit}
)
SELECT page.*, here.position
FROM here
LEFT JOIN LATERAL (
    SELECT {columns} FROM found JOIN {schema}.alerts ON id = alert_id WHERE tenant_id = $1
) AS page ON true
ORDER BY page.ingested_position DESC
