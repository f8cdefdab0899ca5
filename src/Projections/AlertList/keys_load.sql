-- Each key by the index, whatever the planner believes of a table that was empty when this was planned: a join of it would read all keys for each batch.
SELECT r.key, g.alert_id, g.position
FROM unnest($2::text[]) AS r (key)
CROSS JOIN LATERAL (SELECT alert_id, position FROM {schema}.group_{side} WHERE tenant_id = $1 AND key = r.key OFFSET 0) AS g
