-- The short way of an append: events of one stream, none of which the log knows, with nothing beside them (docs/decisions/0118-new-events-go-first.md).
-- It looks nothing up before it writes. Where anything is not as the caller takes it to be, it fails and nothing is written; ledger.append then says what it is.
-- SQLSTATE LG001 and LG003 as there; LG006: the tenant is unknown or the stream has another version; 23505: the log knows one of the events.
create function ledger.append_new(
    p_tenant text,
    p_stream text,
    p_stream_type text,
    p_expected bigint,
    p_ids uuid[],
    p_types text[],
    p_data jsonb[],
    p_digests text[],
    p_correlations text[],
    p_causations text[],
    p_users text[],
    out first_position bigint,
    out recorded timestamptz,
    out base bigint)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set jit = off
as $$
declare
    v_events integer := cardinality(p_ids);
    v_span interval := (v_events - 1) * interval '1 microsecond';
begin
    if p_tenant is null or current_setting('ledger.tenant', true) is distinct from p_tenant then
        perform ledger.require_tenant(p_tenant);
    end if;

    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'append needs READ COMMITTED' using errcode = 'LG003';
    end if;

    -- Takes the lock that every append takes first. Times are strictly increasing whatever the clock does.
    update ledger.heads h
    set position = h.position + v_events, last_timestamp = greatest(clock_timestamp(), h.last_timestamp + interval '1 microsecond') + v_span
    where h.tenant_id = p_tenant
    returning h.position - v_events + 1, h.last_timestamp - v_span into first_position, recorded;
    if not found then
        raise exception 'the tenant is unknown' using errcode = 'LG006';
    end if;

    insert into ledger.mt_streams as s (tenant_id, id, type, version, timestamp, is_archived)
    values (p_tenant, p_stream, p_stream_type, v_events, recorded + v_span, false)
    on conflict on constraint pkey_mt_streams_tenant_id_id do update set version = s.version + v_events, timestamp = excluded.timestamp
    returning s.version - v_events into base;

    if base <> p_expected then
        raise exception 'the stream has another version' using errcode = 'LG006';
    end if;

    insert into ledger.event_ids (tenant_id, id, position)
    select p_tenant, p_ids[o], append_new.first_position + o - 1 from generate_series(1, v_events) o;

    insert into ledger.mt_events (
        seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type,
        correlation_id, causation_id, headers, user_name, is_archived)
    select
        append_new.first_position + o - 1, p_ids[o], p_stream, append_new.base + o, p_data[o], p_types[o],
        append_new.recorded + (o - 1) * interval '1 microsecond', p_tenant, 'dropzone:' || p_types[o],
        p_correlations[o], p_causations[o], jsonb_build_object('digest', p_digests[o]), p_users[o], false
    from generate_series(1, v_events) o;
end
$$;

grant execute on function ledger.append_new(text, text, text, bigint, uuid[], text[], jsonb[], text[], text[], text[], text[]) to ledger_app;
