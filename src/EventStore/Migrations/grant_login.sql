-- Makes a login a member of a role of the product; $1 = login, $2 = role.
select case
    when pg_has_role(r.oid, $2, 'member') then null
    else format('grant %I to %I', $2, r.rolname)
end
from pg_catalog.pg_roles r
where r.rolname = $1;
