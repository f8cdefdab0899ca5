with head as (update ledger.heads set position = $2, last_timestamp = $3 where tenant_id = $1)
insert into ledger.cursors as c (tenant_id, name, revision, state) values ($1, 'bench', 1, $4)
on conflict on constraint pk_cursors do update set revision = c.revision + 1, state = excluded.state, updated_at = clock_timestamp();
