-- Each key by the index, whatever the planner believes of a table that was empty when the statement was planned: a join of it would read all offers.
SELECT DISTINCT o.alert_id
FROM unnest($2::text[]) AS r (key)
CROSS JOIN LATERAL (SELECT alert_id FROM {schema}.group_offers WHERE tenant_id = $1 AND key = r.key OFFSET 0) AS o
