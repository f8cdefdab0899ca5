-- The one write path, and it says when the events were recorded and which versions the streams had, so that who appended them need not read
-- them to know them whole (docs/decisions/0117-what-was-appended-is-handed-on.md). Otherwise as the function that this one replaces: streams are
-- given once, with one element of p_event_streams an event; wide values are taken out of their arrays where they are inserted and never go
-- through a sort or a join. Refusals and order of work are those of docs/decisions/0013-one-append-function.md. Nothing is written unless the
-- outcome is 'appended'. SQLSTATE LG001: the tenant is not the transaction's; LG003: the transaction is not READ COMMITTED, so a statement after
-- the lock would not see what the lock waited for.
-- Every lookup goes from one element of the request to an index: a lateral subquery that "offset 0" keeps from being flattened. As plain
-- joins, a plan that a session cached while the tables were empty would scan them whole for each append until the next ANALYZE.
drop function ledger.append(
    text, boolean, text[], text[], bigint[], integer[], uuid[], text[], jsonb[], text[], text[], text[], text[], text[], bigint[],
    bytea[], smallint[], bytea[], integer[], smallint[], bytea[], integer[], integer[], bytea[], text, bigint, json);

create function ledger.append(
    p_tenant text,
    p_command boolean,
    p_streams text[],
    p_stream_types text[],
    p_expected bigint[],
    p_event_streams integer[],
    p_ids uuid[],
    p_types text[],
    p_data jsonb[],
    p_digests text[],
    p_correlations text[],
    p_causations text[],
    p_users text[],
    p_check_streams text[],
    p_check_versions bigint[],
    p_commitments bytea[],
    p_kinds smallint[],
    p_salts bytea[],
    p_sizes integer[],
    p_encodings smallint[],
    p_bytes bytea[],
    p_link_documents integer[],
    p_link_events integer[],
    p_erase bytea[],
    p_cursor_name text,
    p_cursor_revision bigint,
    p_cursor_state json,
    out outcome text,
    out subject text,
    out expected bigint,
    out actual bigint,
    out first_position bigint,
    out last_position bigint,
    out written integer,
    out known integer,
    out recorded timestamptz,
    out versions bigint[])
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set work_mem = '64MB'
set jit = off
as $$
declare
    v_events integer := coalesce(cardinality(p_ids), 0);
    v_head bigint;
    v_seen bigint;
    v_time timestamptz;
    v_known boolean[];      -- null while no event is known
    v_base bigint[];        -- versions of the streams before the append
    v_old boolean;          -- whether one of them exists
    v_documents integer[];  -- null while every document is kept
    v_locked boolean := false;
    v_moved boolean;
begin
    -- A call costs more than the question.
    if p_tenant is null or current_setting('ledger.tenant', true) is distinct from p_tenant then
        perform ledger.require_tenant(p_tenant);
    end if;

    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'append needs READ COMMITTED' using errcode = 'LG003';
    end if;

    if coalesce(cardinality(p_event_streams), 0) <> v_events then
        raise exception 'append needs a stream for each event' using errcode = '22023';
    end if;

    -- A command is nearly always new: it takes the lock at once instead of looking twice.
    if p_command and v_events > 0 then
        select h.position, h.last_timestamp into v_seen, v_time from ledger.heads h where h.tenant_id = p_tenant for update;
        v_locked := true;
    else
        select h.position into v_seen from ledger.heads h where h.tenant_id = p_tenant;
    end if;
    if v_seen is null then
        outcome := 'tenant_unknown';
        return;
    end if;

    -- Known ids. What is known stays known, so a page of known facts never takes the lock; the others are looked up again under
    -- the lock if the log moved before it was taken.
    v_head := v_seen;
    written := 0;
    known := 0;
    while v_events > 0 loop
        select count(k.position) into known
        from unnest(p_ids) e(id)
        left join lateral (select k.position from ledger.event_ids k where k.tenant_id = p_tenant and k.id = e.id offset 0) k on true;

        written := v_events - known;
        exit when v_locked or written = 0;
        select h.position, h.last_timestamp into v_head, v_time from ledger.heads h where h.tenant_id = p_tenant for update;
        v_locked := true;
        exit when v_head = v_seen;
    end loop;

    if p_command and known > 0 then
        select e.id::text into subject
        from unnest(p_event_streams, p_ids, p_types, p_digests) with ordinality e(stream, id, type, digest, o)
        left join lateral (select k.position from ledger.event_ids k where k.tenant_id = p_tenant and k.id = e.id offset 0) k on true
        left join lateral (
            select m.stream_id, m.type, m.headers ->> 'digest' as digest from ledger.mt_events m
            where m.tenant_id = p_tenant and m.seq_id = k.position offset 0) m on true
        where (m.stream_id, m.type, m.digest) is distinct from (p_streams[e.stream], e.type, e.digest)
        order by k.position is not null desc, e.o
        limit 1;

        if found then
            outcome := 'content_conflict';
        else
            outcome := 'already_appended';
            select max(k.position) into last_position
            from unnest(p_ids) e(id)
            left join lateral (select k.position from ledger.event_ids k where k.tenant_id = p_tenant and k.id = e.id offset 0) k on true;
        end if;
        return;
    end if;

    if known > 0 and written > 0 then
        select array_agg(k.position is not null order by e.o) into v_known
        from unnest(p_ids) with ordinality e(id, o)
        left join lateral (select k.position from ledger.event_ids k where k.tenant_id = p_tenant and k.id = e.id offset 0) k on true;
    end if;

    if written > 0 then
        select array_agg(coalesce(s.version, 0) order by e.o), bool_or(s.version is not null), bool_or(e.expected <> coalesce(s.version, 0))
        into v_base, v_old, v_moved
        from unnest(p_streams, p_expected) with ordinality e(stream, expected, o)
        left join lateral (select s.version from ledger.mt_streams s where s.tenant_id = p_tenant and s.id = e.stream offset 0) s on true;

        if v_moved then
            -- A stream all of whose events are known is not written to, whatever its version.
            select p_streams[e.stream], p_expected[e.stream], v_base[e.stream] into subject, expected, actual
            from unnest(p_event_streams) with ordinality e(stream, o)
            where p_expected[e.stream] <> v_base[e.stream] and (v_known is null or not v_known[e.o])
            order by e.o
            limit 1;
            if found then
                outcome := 'version_conflict';
                return;
            end if;
        end if;
    end if;

    if cardinality(p_check_streams) > 0 then
        select c.stream, c.version, coalesce(s.version, 0) into subject, expected, actual
        from unnest(p_check_streams, p_check_versions) with ordinality c(stream, version, o)
        left join lateral (select s.version from ledger.mt_streams s where s.tenant_id = p_tenant and s.id = c.stream offset 0) s on true
        where c.version <> coalesce(s.version, 0)
        order by c.o
        limit 1;
        if found then
            outcome := 'version_conflict';
            return;
        end if;
    end if;

    -- The cursor comes before the events: it is the last thing that can refuse, and a refusal has nothing to undo.
    if p_cursor_name is not null then
        v_moved := null;
        if p_cursor_revision = 0 then
            insert into ledger.cursors as c (tenant_id, name, revision, state)
            values (p_tenant, p_cursor_name, 1, p_cursor_state)
            on conflict on constraint pk_cursors do nothing
            returning true into v_moved;
        else
            update ledger.cursors c
            set revision = c.revision + 1, state = p_cursor_state, updated_at = clock_timestamp()
            where c.tenant_id = p_tenant and c.name = p_cursor_name and c.revision = p_cursor_revision
            returning true into v_moved;
        end if;

        if v_moved is null then
            outcome := 'cursor_conflict';
            subject := p_cursor_name;
            expected := p_cursor_revision;
            actual := coalesce((select c.revision from ledger.cursors c where c.tenant_id = p_tenant and c.name = p_cursor_name), 0);
            return;
        end if;
    end if;

    outcome := 'appended';
    first_position := 0;
    last_position := v_head;
    if written = 0 then
        return;
    end if;

    first_position := v_head + 1;
    last_position := v_head + written;
    -- Strictly increasing whatever the clock does: the n-th event of the append is n - 1 microseconds after the first.
    v_time := greatest(clock_timestamp(), v_time + interval '1 microsecond');
    recorded := v_time;
    versions := v_base;

    with head as (
        update ledger.heads h
        set position = append.last_position, last_timestamp = v_time + (append.written - 1) * interval '1 microsecond'
        where h.tenant_id = p_tenant
    ), events as (
        insert into ledger.mt_events (
            seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type,
            correlation_id, causation_id, headers, user_name, is_archived)
        select
            v_head + e.n, p_ids[e.o], p_streams[e.stream], v_base[e.stream] + e.nth, p_data[e.o], p_types[e.o],
            v_time + (e.n - 1) * interval '1 microsecond', p_tenant, 'dropzone:' || p_types[e.o],
            p_correlations[e.o], p_causations[e.o], jsonb_build_object('digest', p_digests[e.o]), p_users[e.o], false
        from (
            select u.o, u.stream, row_number() over (order by u.o) as n, row_number() over (partition by u.stream order by u.o) as nth
            from unnest(p_event_streams) with ordinality u(stream, o)
            where v_known is null or not v_known[u.o]
            order by u.o
            offset 0
        ) e
        returning id, seq_id
    )
    insert into ledger.event_ids (tenant_id, id, position)
    select p_tenant, e.id, e.seq_id from events e;

    -- A stream without a row has none while the head is held: it needs no check for a conflict, which would cost as much as the row.
    insert into ledger.mt_streams (tenant_id, id, type, version, timestamp, is_archived)
    select p_tenant, p_streams[e.stream], p_stream_types[e.stream], e.added, v_time + (e.last - 1) * interval '1 microsecond', false
    from (
        select u.stream, count(*) as added, max(u.n) as last
        from (
            select w.stream, row_number() over (order by w.o) as n
            from unnest(p_event_streams) with ordinality w(stream, o)
            where v_known is null or not v_known[w.o]
        ) u
        group by u.stream
    ) e
    where v_base[e.stream] = 0;

    if v_old then
        insert into ledger.mt_streams as s (tenant_id, id, type, version, timestamp, is_archived)
        select
            p_tenant, p_streams[e.stream], p_stream_types[e.stream], v_base[e.stream] + e.added,
            v_time + (e.last - 1) * interval '1 microsecond', false
        from (
            select u.stream, count(*) as added, max(u.n) as last
            from (
                select w.stream, row_number() over (order by w.o) as n
                from unnest(p_event_streams) with ordinality w(stream, o)
                where v_known is null or not v_known[w.o]
            ) u
            group by u.stream
        ) e
        where v_base[e.stream] > 0
        on conflict on constraint pkey_mt_streams_tenant_id_id
        do update set version = excluded.version, timestamp = excluded.timestamp;
    end if;

    if cardinality(p_commitments) > 0 then
        if v_known is not null then
            select array_agg(distinct l.document) into v_documents
            from unnest(p_link_documents, p_link_events) l(document, event)
            where not v_known[l.event];
            v_documents := coalesce(v_documents, '{}');
        else
            select array_agg(d.o) into v_documents from generate_series(1, cardinality(p_commitments)) d(o);
        end if;

        insert into ledger.vault (tenant_id, commitment, kind, salt, size, encoding, bytes)
        select p_tenant, p_commitments[d.o], p_kinds[d.o], p_salts[d.o], p_sizes[d.o], p_encodings[d.o], p_bytes[d.o]
        from unnest(v_documents) d(o)
        left join lateral (
            select v.kind from ledger.vault v where v.tenant_id = p_tenant and v.commitment = p_commitments[d.o] offset 0) v on true
        where v.kind is null;
    end if;

    if cardinality(p_erase) > 0 then
        perform set_config('ledger.erasing', p_tenant, true);
        delete from ledger.vault v where v.tenant_id = p_tenant and v.commitment = any (p_erase);
        perform set_config('ledger.erasing', '', true);
    end if;
end
$$;

grant execute on function ledger.append(
    text, boolean, text[], text[], bigint[], integer[], uuid[], text[], jsonb[], text[], text[], text[], text[], text[], bigint[],
    bytea[], smallint[], bytea[], integer[], smallint[], bytea[], integer[], integer[], bytea[], text, bigint, json)
    to ledger_app;
