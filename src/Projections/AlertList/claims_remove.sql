-- Found by the key's index, whatever the planner believes of the table: see keys_load.sql.
DELETE FROM {schema}.group_claims AS g
USING unnest($2::text[], $3::bigint[]) AS r (key, position)
CROSS JOIN LATERAL (SELECT ctid FROM {schema}.group_claims WHERE tenant_id = $1 AND key = r.key AND position = r.position OFFSET 0) AS found
WHERE g.tenant_id = $1 AND g.ctid = found.ctid
