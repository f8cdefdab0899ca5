-- Runs before every migration and changes nothing the second time. Roles belong to the whole cluster, so another database of the
-- same cluster may be making them at this moment: losing that race is as good as winning it.
do $$
declare
    v_role text;
begin
    foreach v_role in array array['ledger_owner', 'ledger_app', 'ledger_reader'] loop
        if not exists (select from pg_catalog.pg_roles r where r.rolname = v_role) then
            begin
                execute format('create role %I nologin', v_role);
            exception when duplicate_object or unique_violation then
                null;
            end;
        end if;
    end loop;

    if not pg_catalog.pg_has_role(current_user, 'ledger_owner', 'member') then
        begin
            execute format('grant ledger_owner to %I', current_user);
        exception when unique_violation then
            null;
        end;
    end if;

    if not pg_catalog.has_database_privilege('ledger_owner', current_database(), 'create') then
        execute format('grant create on database %I to ledger_owner', current_database());
    end if;
end
$$;

set local role ledger_owner;

create schema if not exists ledger;

create table if not exists ledger.migrations (
    component  text not null,
    version    integer not null,
    name       text not null,
    checksum   text not null,
    applied_at timestamptz not null default now(),
    constraint pk_migrations primary key (component, version)
);
