-- Size and leader of groups as they stood: a group's leader is its only member that is shown.
SELECT group_id, count(*)::int, min(id::text) FILTER (WHERE state = 'shown')
FROM (
    SELECT group_id, id, state FROM {schema}.alerts WHERE tenant_id = $1 AND group_id = ANY ($2) AND since <= $3
    UNION ALL
    SELECT group_id, id, state FROM {schema}.alerts_past WHERE tenant_id = $1 AND group_id = ANY ($2) AND since <= $3 AND until > $3) AS members
GROUP BY group_id
