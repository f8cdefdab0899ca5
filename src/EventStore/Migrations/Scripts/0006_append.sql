-- The one write path. Arrays hold one element an event (p_ids …), a check, a vault document, or a link between a document and an
-- event that names it. Nothing is written unless the outcome is 'appended'. SQLSTATE LG001: the tenant is not the transaction's;
-- LG003: the transaction is not READ COMMITTED, so a statement after the lock would not see what the lock waited for.
-- Every lookup goes from one event of the request to an index: a lateral subquery that "offset 0" keeps from being flattened. As plain
-- joins, a plan that a session cached while the tables were empty would scan them whole for each append until the next ANALYZE.
create function ledger.append(
    p_tenant text,
    p_command boolean,
    p_streams text[],
    p_stream_types text[],
    p_expected bigint[],
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
    out known integer)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $$
declare
    v_head bigint;
    v_seen bigint;
    v_time timestamptz;
    v_known boolean[];
    v_locked boolean := false;
    v_moved boolean;
begin
    perform ledger.require_tenant(p_tenant);
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'append needs READ COMMITTED' using errcode = 'LG003';
    end if;

    select h.position into v_seen from ledger.heads h where h.tenant_id = p_tenant;
    if not found then
        outcome := 'tenant_unknown';
        return;
    end if;

    -- Known ids. What is known stays known, so a page of known facts never takes the lock; the others are looked up again under
    -- the lock if the log moved before it was taken.
    v_head := v_seen;
    written := 0;
    known := 0;
    while cardinality(p_ids) > 0 loop
        select array_agg(k.position is not null order by e.o), count(*) filter (where k.position is null), count(k.position)
        into v_known, written, known
        from unnest(p_ids) with ordinality e(id, o)
        left join lateral (select k.position from ledger.event_ids k where k.tenant_id = p_tenant and k.id = e.id offset 0) k on true;

        exit when v_locked or written = 0;
        select h.position, h.last_timestamp into v_head, v_time from ledger.heads h where h.tenant_id = p_tenant for update;
        v_locked := true;
        exit when v_head = v_seen;
    end loop;

    if p_command and known > 0 then
        select e.id::text into subject
        from unnest(p_ids, p_streams, p_types, p_digests) with ordinality e(id, stream, type, digest, o)
        left join lateral (select k.position from ledger.event_ids k where k.tenant_id = p_tenant and k.id = e.id offset 0) k on true
        left join lateral (
            select m.stream_id, m.type, m.headers ->> 'digest' as digest from ledger.mt_events m
            where m.tenant_id = p_tenant and m.seq_id = k.position offset 0) m on true
        where (m.stream_id, m.type, m.digest) is distinct from (e.stream, e.type, e.digest)
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

    if written > 0 then
        select e.stream, e.expected, coalesce(s.version, 0) into subject, expected, actual
        from unnest(p_streams, p_expected, v_known) with ordinality e(stream, expected, known, o)
        left join lateral (select s.version from ledger.mt_streams s where s.tenant_id = p_tenant and s.id = e.stream offset 0) s on true
        where not e.known and e.expected <> coalesce(s.version, 0)
        order by e.o
        limit 1;
        if found then
            outcome := 'version_conflict';
            return;
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

    insert into ledger.mt_events (
        seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type,
        correlation_id, causation_id, headers, user_name, is_archived)
    select
        v_head + e.n, e.id, e.stream, coalesce(s.version, 0) + e.nth, e.data, e.type, v_time + (e.n - 1) * interval '1 microsecond',
        p_tenant, 'dropzone:' || e.type, e.correlation, e.causation, jsonb_build_object('digest', e.digest), e.user_name, false
    from (
        select
            u.*,
            row_number() over (order by u.o) as n,
            row_number() over (partition by u.stream order by u.o) as nth
        from unnest(p_ids, p_streams, p_types, p_data, p_digests, p_correlations, p_causations, p_users, v_known) with ordinality
            u(id, stream, type, data, digest, correlation, causation, user_name, known, o)
        where not u.known
    ) e
    left join lateral (select s.version from ledger.mt_streams s where s.tenant_id = p_tenant and s.id = e.stream offset 0) s on true;

    insert into ledger.mt_streams as s (tenant_id, id, type, version, timestamp, is_archived)
    select p_tenant, e.stream, e.type, coalesce(o.version, 0) + e.added, v_time + (e.last - 1) * interval '1 microsecond', false
    from (
        select u.stream, max(u.type) as type, count(*) as added, max(u.n) as last
        from (
            select w.stream, w.type, row_number() over (order by w.o) as n
            from unnest(p_streams, p_stream_types, v_known) with ordinality w(stream, type, known, o)
            where not w.known
        ) u
        group by u.stream
    ) e
    left join lateral (select o.version from ledger.mt_streams o where o.tenant_id = p_tenant and o.id = e.stream offset 0) o on true
    on conflict on constraint pkey_mt_streams_tenant_id_id
    do update set version = excluded.version, timestamp = excluded.timestamp;

    insert into ledger.event_ids (tenant_id, id, position)
    select p_tenant, u.id, v_head + row_number() over (order by u.o)
    from unnest(p_ids, v_known) with ordinality u(id, known, o)
    where not u.known;

    update ledger.heads h
    set position = append.last_position, last_timestamp = v_time + (written - 1) * interval '1 microsecond'
    where h.tenant_id = p_tenant;

    if cardinality(p_commitments) > 0 then
        insert into ledger.vault (tenant_id, commitment, kind, salt, size, encoding, bytes)
        select p_tenant, d.commitment, d.kind, d.salt, d.size, d.encoding, d.bytes
        from unnest(p_commitments, p_kinds, p_salts, p_sizes, p_encodings, p_bytes) with ordinality
            d(commitment, kind, salt, size, encoding, bytes, o)
        where (d.o in (select l.document from unnest(p_link_documents, p_link_events) l(document, event) where not v_known[l.event])) is true
        on conflict on constraint pk_vault do nothing;
    end if;

    if cardinality(p_erase) > 0 then
        perform set_config('ledger.erasing', p_tenant, true);
        delete from ledger.vault v where v.tenant_id = p_tenant and v.commitment = any (p_erase);
        perform set_config('ledger.erasing', '', true);
    end if;
end
$$;
