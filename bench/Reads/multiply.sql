-- Copies of every folded alert, {copies} in all, each with ids, keys, place and host of its own, into what lists, searches and dashboards read. The log
-- and the other read models stay as they are: nothing that is measured on these ledgers reads them.
set maintenance_work_mem = '1GB';
set work_mem = '256MB';
set synchronous_commit = off;

create function pg_temp.copy_of(id uuid, k int) returns uuid language sql immutable as $$ select md5(id::text || k)::uuid $$;

-- Every alert of an endpoint names one of 5,000 hosts in its last four digits.
create function pg_temp.titled(title text, k int) returns text language sql immutable as $$
    select case when title like '% on host-____' then left(title, -4) || to_char((right(title, 4)::int + 37 * k) % 5000, 'FM0000') else title end
$$;

-- Rows first and indexes after them, as a rebuild does.
create temp table dropped as
select indexdef as statement, null as constraint_of, schemaname, indexname, 2 as step
from pg_indexes i
where schemaname in ('{list}', '{times}', '{search}') and tablename in ('alerts', 'work', 'texts')
  and not exists (select from pg_constraint c where c.connamespace = schemaname::regnamespace and c.conname = indexname)
union all
select format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)), conrelid::regclass::text, connamespace::regnamespace::text, conname, 1
from pg_constraint
where contype = 'p' and conrelid in ('{list}.alerts'::regclass, '{times}.work'::regclass, '{search}.texts'::regclass);

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

do $$
declare
    head bigint := {head};
begin
    for k in 1 .. {copies} - 1 loop
        insert into {list}.alerts (
            tenant_id, id, stream, connector, kind, source_id, ingested_position, ingested_at, version_key, version_modified_at,
            title, severity, status, detection_source, products, created_at, modified_at, modified_order, revised_at, url, workspace,
            group_keys, excluded_rule, excluded_reason, redirected_to, redirected_by,
            investigation_status, conclusion, assignee, erased, group_id, group_rule, group_revision, group_size, leader_id, state, since)
        select tenant_id, pg_temp.copy_of(id, k), stream || '-' || k, connector, kind, source_id || '-' || k, ingested_position + k * head, ingested_at, version_key || '-' || k,
            version_modified_at, pg_temp.titled(title, k), severity, status, detection_source, products, created_at, modified_at, modified_order, revised_at, url || '-' || k, workspace,
            replace(group_keys::text, '",', '-' || k || '",')::jsonb, excluded_rule, excluded_reason, redirected_to, redirected_by,
            investigation_status, conclusion, assignee, erased, pg_temp.copy_of(group_id, k), group_rule, group_revision, group_size, pg_temp.copy_of(leader_id, k), state, since + k * head
        from base order by ingested_position;
        insert into {search}.texts (tenant_id, id, position, source_id, version_key, version_modified_at, text)
        select tenant_id, pg_temp.copy_of(id, k), position + k * head, source_id || '-' || k, version_key || '-' || k, version_modified_at,
            pg_temp.titled(split_part(text, E'\n', 1), k) || replace(substr(text, length(split_part(text, E'\n', 1)) + 1), source_id, source_id || '-' || k)
        from base_texts order by position;
        insert into {times}.work (tenant_id, stream, connector, severity, ingested_at, begun_at, closed_at)
        select tenant_id, stream || '-' || k, connector, severity, ingested_at, begun_at, closed_at from base_work;
        insert into {list}.group_claims (tenant_id, key, position, alert_id)
        select tenant_id, key || '-' || k, position + k * head, pg_temp.copy_of(alert_id, k) from base_claims;
        insert into {list}.group_offers (tenant_id, key, position, alert_id)
        select tenant_id, key || '-' || k, position + k * head, pg_temp.copy_of(alert_id, k) from base_offers;
    end loop;
    update {list}.dashboard_counts set alerts = alerts * {copies};
    update {list}.dashboard_days set ingested = ingested * {copies}, shown = shown * {copies}, excluded = excluded * {copies}, merged = merged * {copies};
    update {list}.dashboard_hours set ingested = ingested * {copies};
    if {copies} > 1 then
        update ledger.heads set position = head * {copies}, last_timestamp = last_timestamp + interval '1 microsecond'
        where tenant_id = 'default' and position < head * {copies};
        update ledger.mt_event_progression set last_seq_id = head * {copies} where last_seq_id = head;
    end if;
end
$$;

do $$
declare s text;
begin
    for s in select statement from dropped order by step loop
        execute s;
    end loop;
end
$$;
