-- The log as Marten 9 lays it out: string keys, conjoined tenancy, events partitioned by tenant, all metadata columns.
-- Nothing may be added to these tables: docs/decisions/0010-log-in-martens-layout.md.

create table ledger.mt_streams (
    tenant_id   varchar not null default '*DEFAULT*',
    id          varchar not null,
    type        varchar null,
    version     bigint null,
    timestamp   timestamptz not null default now(),
    created     timestamptz not null default now(),
    is_archived boolean null default false,
    constraint pkey_mt_streams_tenant_id_id primary key (tenant_id, id)
) partition by list (tenant_id);

-- timestamp has no default: Marten's own is the frozen time at which the table was made, so that forgetting it would be silent.
create table ledger.mt_events (
    seq_id         bigint not null,
    id             uuid not null,
    stream_id      varchar null,
    version        bigint not null,
    data           jsonb not null,
    bdata          bytea null,
    type           varchar(500) not null,
    timestamp      timestamptz not null,
    tenant_id      varchar not null default '*DEFAULT*',
    mt_dotnet_type varchar null,
    correlation_id varchar null,
    causation_id   varchar null,
    headers        jsonb null,
    user_name      varchar null,
    is_archived    boolean null default false,
    constraint pkey_mt_events_seq_id_tenant_id primary key (seq_id, tenant_id)
) partition by list (tenant_id);

create unique index pk_mt_events_stream_and_version on ledger.mt_events (tenant_id, stream_id, version);

create sequence ledger.mt_events_sequence owned by ledger.mt_events.seq_id;

create table ledger.mt_tenant_partitions (
    partition_value  varchar not null,
    partition_suffix varchar null,
    constraint pkey_mt_tenant_partitions_partition_value primary key (partition_value)
);

create table ledger.mt_event_progression (
    name         varchar not null,
    last_seq_id  bigint null,
    last_updated timestamptz null default transaction_timestamp(),
    constraint pk_mt_event_progression primary key (name)
);

create table ledger.mt_high_water_skips (
    ending_sequence   bigint not null,
    starting_sequence bigint not null,
    timestamp         timestamptz null default transaction_timestamp(),
    constraint pkey_mt_high_water_skips_ending_sequence primary key (ending_sequence)
);

-- The two functions that a reader with the official package calls. It never appends, so its append functions are not here.
create function ledger.mt_mark_event_progression(name varchar, last_encountered bigint) returns void
language plpgsql
as $$
begin
    insert into ledger.mt_event_progression (name, last_seq_id, last_updated)
    values (mt_mark_event_progression.name, last_encountered, transaction_timestamp())
    on conflict on constraint pk_mt_event_progression
    do update set last_seq_id = excluded.last_seq_id, last_updated = excluded.last_updated;
end
$$;

create function ledger.mt_mark_progression_with_skip(shard_name varchar, ending_sequence bigint, starting_sequence bigint) returns bigint
language plpgsql
as $$
declare
    v_position bigint;
begin
    insert into ledger.mt_event_progression as p (name, last_seq_id, last_updated)
    values (shard_name, mt_mark_progression_with_skip.ending_sequence, transaction_timestamp())
    on conflict on constraint pk_mt_event_progression
    do update set last_seq_id = excluded.last_seq_id, last_updated = excluded.last_updated
        where p.last_seq_id = mt_mark_progression_with_skip.starting_sequence
    returning p.last_seq_id into v_position;

    if v_position is null then
        select p.last_seq_id into v_position from ledger.mt_event_progression p where p.name = shard_name;
        return v_position;
    end if;

    insert into ledger.mt_high_water_skips as s (ending_sequence, starting_sequence)
    values (mt_mark_progression_with_skip.ending_sequence, mt_mark_progression_with_skip.starting_sequence)
    on conflict on constraint pkey_mt_high_water_skips_ending_sequence do nothing;
    return v_position;
end
$$;
