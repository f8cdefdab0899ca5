-- The tables of one read model, empty: with every index that it has, or with no key but those by which the fold of the alert list has to find rows again.
drop schema if exists {bare} cascade;
create schema {bare};
do $$
declare t name;
begin
    for t in select tablename from pg_tables where schemaname = '{serving}' loop
        if {indexed} then
            execute format('create table {bare}.%I (like {serving}.%I including indexes)', t, t);
            continue;
        end if;

        execute format('create table {bare}.%I (like {serving}.%I)', t, t);
        if t = 'alerts' then
            alter table {bare}.alerts add primary key (tenant_id, id);
        elsif t in ('group_claims', 'group_offers') then
            execute format('alter table {bare}.%I add primary key (tenant_id, key, position)', t);
        end if;
    end loop;
end
$$;
