-- Makes a tenant: its partitions, its sequence, its head. False when it exists. Called by the owner; the caller gives the suffix
-- that belongs to the name (TenantName in the code), made of [a-z0-9_].
create function ledger.create_tenant(p_tenant text, p_suffix text) returns boolean
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    v_table text;
begin
    if p_tenant !~ '^[a-z0-9][a-z0-9._-]*$' or p_suffix !~ '^[a-z0-9][a-z0-9_]{0,43}$' then
        raise exception 'not a name for a tenant' using errcode = 'LG005';
    end if;

    perform pg_advisory_xact_lock(hashtextextended('ledger.create_tenant', 0));
    if exists (select from ledger.mt_tenant_partitions t where t.partition_value = p_tenant) then
        return false;
    end if;

    foreach v_table in array array['mt_streams', 'mt_events'] loop
        execute format('create table ledger.%I partition of ledger.%I for values in (%L)', v_table || '_' || p_suffix, v_table, p_tenant);
        execute format('alter table ledger.%I enable row level security', v_table || '_' || p_suffix);
        execute format('alter table ledger.%I force row level security', v_table || '_' || p_suffix);
    end loop;
    perform ledger.guard_events('mt_events_' || p_suffix);
    perform ledger.guard_streams('mt_streams_' || p_suffix);
    -- Cloned row triggers do not inherit ENABLE ALWAYS on every supported version.
    execute format('alter table ledger.%I enable always trigger move_on', 'mt_streams_' || p_suffix);

    execute format('create sequence ledger.%I', 'mt_events_sequence_' || p_suffix);
    insert into ledger.mt_tenant_partitions (partition_value, partition_suffix) values (p_tenant, p_suffix);

    perform set_config('ledger.tenant', p_tenant, true);
    insert into ledger.heads (tenant_id) values (p_tenant);
    return true;
end
$$;
