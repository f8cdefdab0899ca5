-- Triggers that refuse change, whoever asks. ENABLE ALWAYS: also while a session plays the role of a replica.

create function ledger.refuse_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception '% on %.% is refused: the log is append-only', tg_op, tg_table_schema, tg_table_name using errcode = 'LG002';
end
$$;

-- A stream row only ever moves on to a higher version.
create function ledger.refuse_stream_rewrite() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if new.version > old.version and new.timestamp >= old.timestamp
        and (new.tenant_id, new.id, new.created, new.is_archived) = (old.tenant_id, old.id, old.created, old.is_archived)
        and new.type is not distinct from old.type then
        return new;
    end if;
    raise exception 'a stream only moves on to a higher version' using errcode = 'LG002';
end
$$;

create function ledger.refuse_head_rewrite() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if new.tenant_id = old.tenant_id and new.position > old.position and new.last_timestamp > old.last_timestamp then
        return new;
    end if;
    raise exception 'the head of a log only moves on' using errcode = 'LG002';
end
$$;

-- Vault rows go only while ledger.append erases them, which writes an event about it in the same transaction.
create function ledger.refuse_vault_delete() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if current_setting('ledger.erasing', true) = old.tenant_id then
        return old;
    end if;
    raise exception 'a vault document is deleted by an erasing append only' using errcode = 'LG002';
end
$$;

-- Statement triggers do not come down to partitions, so each partition gets its own; row triggers are cloned by PostgreSQL.
create function ledger.guard_events(p_table text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    execute format('create trigger append_only before update or delete or truncate on ledger.%I for each statement execute function ledger.refuse_change()', p_table);
    execute format('alter table ledger.%I enable always trigger append_only', p_table);
end
$$;

create function ledger.guard_streams(p_table text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    execute format('create trigger keep before delete or truncate on ledger.%I for each statement execute function ledger.refuse_change()', p_table);
    execute format('alter table ledger.%I enable always trigger keep', p_table);
end
$$;

select ledger.guard_events('mt_events');
select ledger.guard_events('event_ids');
select ledger.guard_streams('mt_streams');
select ledger.guard_streams('heads');

create trigger move_on before update on ledger.mt_streams for each row execute function ledger.refuse_stream_rewrite();
alter table ledger.mt_streams enable always trigger move_on;

create trigger move_on before update on ledger.heads for each row execute function ledger.refuse_head_rewrite();
alter table ledger.heads enable always trigger move_on;

create trigger keep before update or truncate on ledger.vault for each statement execute function ledger.refuse_change();
alter table ledger.vault enable always trigger keep;
create trigger erase before delete on ledger.vault for each row execute function ledger.refuse_vault_delete();
alter table ledger.vault enable always trigger erase;
