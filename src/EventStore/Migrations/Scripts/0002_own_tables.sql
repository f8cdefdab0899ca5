-- The ledger's own tables, beside Marten's.

-- One row a tenant: the head of its log. Taking this row is the only lock of an append.
create table ledger.heads (
    tenant_id      varchar not null,
    position       bigint not null default 0,
    last_timestamp timestamptz not null default 'epoch',
    constraint pk_heads primary key (tenant_id)
) with (fillfactor = 10);

-- Event ids, unique within the tenant: docs/decisions/0012-event-ids-in-a-table-of-their-own.md.
create table ledger.event_ids (
    tenant_id varchar not null,
    id        uuid not null,
    position  bigint not null,
    constraint pk_event_ids primary key (tenant_id, id)
);

-- Documents that events commit to. commitment = SHA-256(salt || uncompressed bytes); encoding 0 = as they are, 1 = Brotli.
create table ledger.vault (
    tenant_id  varchar not null,
    commitment bytea not null,
    kind       smallint not null,
    salt       bytea not null,
    size       integer not null,
    encoding   smallint not null,
    bytes      bytea not null,
    constraint pk_vault primary key (tenant_id, commitment),
    constraint ck_vault_commitment check (octet_length(commitment) = 32),
    constraint ck_vault_salt check (octet_length(salt) = 32),
    constraint ck_vault_encoding check (encoding in (0, 1))
);

-- The bytes are compressed already: never try again.
alter table ledger.vault alter column bytes set storage external;

-- json, not jsonb: a cursor comes back byte for byte.
create table ledger.cursors (
    tenant_id  varchar not null,
    name       varchar not null,
    revision   bigint not null,
    state      json not null,
    updated_at timestamptz not null default clock_timestamp(),
    constraint pk_cursors primary key (tenant_id, name)
) with (fillfactor = 50);
