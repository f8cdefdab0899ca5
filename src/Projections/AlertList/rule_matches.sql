-- Alerts that stand in their group by a rule and came to stand so, or changed, behind a position.
SELECT group_rule, count(*) FROM {schema}.alerts WHERE tenant_id = $1 AND since > $2 AND group_rule IS NOT NULL GROUP BY group_rule
