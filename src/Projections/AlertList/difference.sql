-- Alerts on the list at one of two positions only, each with the event that made it so: the last one at which it came to match, or ceased to.
WITH began AS (
         SELECT id, ingested_position FROM {schema}.alerts WHERE {conditions} AND since > {from} AND since <= {to}
         UNION ALL
         SELECT id, ingested_position FROM {schema}.alerts_past WHERE {conditions} AND since > {from} AND since <= {to} AND until > {to}),
     ended AS (
         SELECT id, ingested_position FROM {schema}.alerts_past WHERE {conditions} AND since <= {from} AND until > {from} AND until <= {to}),
     changes AS (
         SELECT b.id, b.ingested_position, true AS appeared,
                coalesce((SELECT max(v.until) FROM {schema}.alerts_past AS v
                          WHERE v.tenant_id = {tenant} AND v.id = b.id AND v.until > {from} AND v.until <= {to} AND ({conditions}) IS NOT TRUE),
                         b.ingested_position) AS position
         FROM began AS b
         WHERE NOT EXISTS (SELECT FROM {schema}.alerts_past AS v WHERE v.id = b.id AND v.since <= {from} AND v.until > {from} AND {conditions})
         UNION ALL
         SELECT e.id, e.ingested_position, false,
                (SELECT max(v.until) FROM {schema}.alerts_past AS v WHERE v.id = e.id AND v.until > {from} AND v.until <= {to} AND {conditions})
         FROM ended AS e
         WHERE NOT EXISTS (SELECT FROM {schema}.alerts AS v WHERE v.id = e.id AND v.since <= {to} AND {conditions})
           AND NOT EXISTS (SELECT FROM {schema}.alerts_past AS v WHERE v.id = e.id AND v.since <= {to} AND v.until > {to} AND {conditions})),
     whole AS (SELECT c.*, count(*) FILTER (WHERE appeared) OVER () AS appeared_all, count(*) FILTER (WHERE NOT appeared) OVER () AS vanished_all FROM changes AS c)
SELECT id, appeared, position, ingested_position, appeared_all, vanished_all
FROM whole
WHERE (position, ingested_position) > ({after}, {after_ingested})
ORDER BY position, ingested_position
LIMIT {limit}
