-- The last position at or before a time: a binary search, since timestamps grow with positions and the layout has no index on them.
-- Runs with the caller's rights, under row-level security.
create function ledger.position_at(p_tenant text, p_time timestamptz) returns bigint
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_low bigint := 0;
    v_high bigint;
    v_middle bigint;
begin
    select h.position into v_high from ledger.heads h where h.tenant_id = p_tenant;
    v_high := coalesce(v_high, 0);
    while v_low < v_high loop
        v_middle := (v_low + v_high + 1) / 2;
        if (select e.timestamp <= p_time from ledger.mt_events e where e.tenant_id = p_tenant and e.seq_id = v_middle) then
            v_low := v_middle;
        else
            v_high := v_middle - 1;
        end if;
    end loop;
    return v_low;
end
$$;

-- Tells everybody how far the log reaches, in a session that appends nothing. The tenant's sequence follows for readers with the
-- official package: behind is harmless, ahead would make its daemon skip events, and inside an append it would survive a rollback.
create function ledger.announce(p_tenant text) returns bigint
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_head bigint;
    v_sequence text;
    v_last bigint;
    v_called boolean;
begin
    perform ledger.require_tenant(p_tenant);
    perform pg_advisory_xact_lock(hashtextextended('ledger.announce:' || p_tenant, 0));
    select h.position into v_head from ledger.heads h where h.tenant_id = p_tenant;
    if not found then
        return null;
    end if;

    select format('ledger.%I', 'mt_events_sequence_' || t.partition_suffix) into v_sequence
    from ledger.mt_tenant_partitions t where t.partition_value = p_tenant;
    execute 'select last_value, is_called from ' || v_sequence into v_last, v_called;
    if v_head > v_last or (v_head = v_last and v_head > 0 and not v_called) then
        perform setval(v_sequence::regclass, v_head, true);
    end if;

    perform pg_notify('ledger_appended', v_head || ':' || p_tenant);
    return v_head;
end
$$;

-- Compare-and-set of a projection's checkpoint, in the transaction that writes the projection's rows. A checkpoint never passes the head.
create function ledger.move_checkpoint(p_tenant text, p_name text, p_from bigint, p_to bigint) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_moved boolean;
begin
    perform ledger.require_tenant(p_tenant);
    if right(p_name, length(p_tenant) + 1) <> ':' || p_tenant then
        raise exception 'the checkpoint belongs to another tenant' using errcode = 'LG001';
    end if;
    if p_to < 0 or p_to > (select h.position from ledger.heads h where h.tenant_id = p_tenant) then
        raise exception 'a checkpoint stands between 0 and the head' using errcode = 'LG004';
    end if;

    update ledger.mt_event_progression p
    set last_seq_id = p_to, last_updated = clock_timestamp()
    where p.name = p_name and p.last_seq_id = p_from
    returning true into v_moved;
    if v_moved is null and p_from = 0 then
        insert into ledger.mt_event_progression (name, last_seq_id, last_updated)
        values (p_name, p_to, clock_timestamp())
        on conflict on constraint pk_mt_event_progression do nothing
        returning true into v_moved;
    end if;
    return v_moved is not null;
end
$$;

create function ledger.remove_checkpoint(p_tenant text, p_name text) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform ledger.require_tenant(p_tenant);
    if right(p_name, length(p_tenant) + 1) <> ':' || p_tenant then
        raise exception 'the checkpoint belongs to another tenant' using errcode = 'LG001';
    end if;
    delete from ledger.mt_event_progression p where p.name = p_name;
    return found;
end
$$;
