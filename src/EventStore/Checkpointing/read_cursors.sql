-- One cursor when the prefix is null, else all whose names begin with it.
select name, revision, state, updated_at
from ledger.cursors
where tenant_id = $1 and (name = $2 or starts_with(name, $3))
order by name;
