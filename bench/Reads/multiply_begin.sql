-- What is copied, and functions that the planner takes into the statement: none of them may depend on a setting of the session.
create function pg_temp.copy_of(id uuid, k int) returns uuid language sql immutable as $$ select md5(id::text || k::text)::uuid $$;

-- Every alert of an endpoint names one of 5,000 hosts in its last four digits.
create function pg_temp.titled(title text, k int) returns text language sql immutable as $$
    select case when title like '% on host-____' then left(title, -4) || lpad(((right(title, 4)::int + 37 * k) % 5000)::text, 4, '0') else title end
$$;

-- Rows first and indexes after them, as a rebuild does.
create temp table dropped as
select indexdef as statement, null as constraint_of, schemaname, indexname, 2 as step
from pg_indexes i
where schemaname in ('{list}', '{times}', '{search}') and tablename in ('alerts', 'work', 'texts', 'group_claims', 'group_offers')
  and not exists (select from pg_constraint c where c.connamespace = schemaname::regnamespace and c.conname = indexname)
union all
select format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)), conrelid::regclass::text, connamespace::regnamespace::text, conname, 1
from pg_constraint
where contype = 'p'
  and conrelid in ('{list}.alerts'::regclass, '{list}.group_claims'::regclass, '{list}.group_offers'::regclass, '{times}.work'::regclass, '{search}.texts'::regclass);

do $$
declare d record;
begin
    for d in select * from dropped loop
        if d.constraint_of is null then
            execute format('drop index %I.%I', d.schemaname, d.indexname);
        else
            execute format('alter table %s drop constraint %I', d.constraint_of, d.indexname);
        end if;
    end loop;
end
$$;

create temp table base as select * from {list}.alerts;
create temp table base_texts as select * from {search}.texts;
create temp table base_work as select * from {times}.work;
create temp table base_claims as select * from {list}.group_claims;
create temp table base_offers as select * from {list}.group_offers;
analyze base;
analyze base_texts;
