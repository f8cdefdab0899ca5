-- A fold's rows, its checkpoint and its commit go to the server in one piece (docs/decisions/0120-a-fold-is-one-trip.md): what must hold for the commit to be
-- reached is insisted on there, instead of being told to the caller who would commit in another trip. SQLSTATE LG007, the message says what does not hold.
create function ledger.insist(p_holds boolean, p_what text) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_holds is not true then
        raise exception '%', p_what using errcode = 'LG007';
    end if;
end
$$;

-- As before, with fewer calls: it runs once for each projection and batch. SQLSTATE LG001: another tenant's; LG004: beyond the head.
create or replace function ledger.move_checkpoint(p_tenant text, p_name text, p_from bigint, p_to bigint) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
begin
    if p_tenant is null or current_setting('ledger.tenant', true) is distinct from p_tenant then
        perform ledger.require_tenant(p_tenant);
    end if;

    if right(p_name, length(p_tenant) + 1) <> ':' || p_tenant then
        raise exception 'the checkpoint belongs to another tenant' using errcode = 'LG001';
    end if;

    if p_to < 0 or p_to > (select h.position from ledger.heads h where h.tenant_id = p_tenant) then
        raise exception 'a checkpoint stands between 0 and the head' using errcode = 'LG004';
    end if;

    update ledger.mt_event_progression p
    set last_seq_id = p_to, last_updated = clock_timestamp()
    where p.name = p_name and p.last_seq_id = p_from;
    if not found and p_from = 0 then
        insert into ledger.mt_event_progression (name, last_seq_id, last_updated)
        values (p_name, p_to, clock_timestamp())
        on conflict on constraint pk_mt_event_progression do nothing;
    end if;

    return found;
end
$$;

grant execute on function ledger.insist(boolean, text) to ledger_app;
