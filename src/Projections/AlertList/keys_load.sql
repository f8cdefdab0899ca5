-- One walk through the key's index, whatever the planner believes of a table that was empty when this was planned: sessions that fold scan no tables.
SELECT key, alert_id, position FROM {schema}.group_{side} WHERE tenant_id = $1 AND key = ANY ($2)
