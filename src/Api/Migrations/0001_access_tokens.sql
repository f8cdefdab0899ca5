create table ledger.access_tokens (
    tenant_id text not null,
    id uuid not null,
    name text not null,
    role text not null check (role in ('auditor', 'analyst', 'engineer', 'admin')),
    digest bytea not null unique check (octet_length(digest) = 32),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    primary key (tenant_id, id)
);

create table ledger.access_codes (
    digest bytea primary key check (octet_length(digest) = 32),
    tenant_id text not null,
    token_id uuid not null,
    expires_at timestamptz not null,
    foreign key (tenant_id, token_id) references ledger.access_tokens
);

create table ledger.access_sessions (
    digest bytea primary key check (octet_length(digest) = 32),
    tenant_id text not null,
    token_id uuid not null,
    expires_at timestamptz not null,
    foreign key (tenant_id, token_id) references ledger.access_tokens
);

alter table ledger.access_tokens enable row level security;
alter table ledger.access_codes enable row level security;
alter table ledger.access_sessions enable row level security;

create policy tenant on ledger.access_tokens
    using (tenant_id = current_setting('ledger.tenant', true))
    with check (tenant_id = current_setting('ledger.tenant', true));
create policy tenant on ledger.access_codes
    using (tenant_id = current_setting('ledger.tenant', true))
    with check (tenant_id = current_setting('ledger.tenant', true));
create policy tenant on ledger.access_sessions
    using (tenant_id = current_setting('ledger.tenant', true))
    with check (tenant_id = current_setting('ledger.tenant', true));

-- The digest is never read back: only the functions below compare it.
grant insert on ledger.access_tokens to ledger_app;
grant select (tenant_id, id, name, role, created_at, expires_at, revoked_at) on ledger.access_tokens to ledger_app;
grant update (revoked_at) on ledger.access_tokens to ledger_app;
grant insert on ledger.access_codes to ledger_app;
grant insert on ledger.access_sessions to ledger_app;

-- Whom a token belongs to. It crosses tenants by its very purpose: before it has answered there is no tenant.
create function ledger.resolve_access_token(p_digest bytea)
    returns table (tenant_id text, id uuid, name text, role text, created_at timestamptz, expires_at timestamptz, revoked_at timestamptz)
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select t.tenant_id, t.id, t.name, t.role, t.created_at, t.expires_at, t.revoked_at
    from ledger.access_tokens t
    where t.digest = p_digest
$$;

-- The token behind a session that has not ended.
create function ledger.resolve_access_session(p_digest bytea, p_now timestamptz)
    returns table (tenant_id text, id uuid, name text, role text, created_at timestamptz, expires_at timestamptz, revoked_at timestamptz)
    language sql stable security definer
    set search_path = pg_catalog, pg_temp
as $$
    select t.tenant_id, t.id, t.name, t.role, t.created_at, t.expires_at, t.revoked_at
    from ledger.access_sessions s
    join ledger.access_tokens t on t.tenant_id = s.tenant_id and t.id = s.token_id
    where s.digest = p_digest and s.expires_at > p_now
$$;

-- Uses a sign-in code up: the delete and the answer are one statement, so that a code opens one session even when two try at once.
create function ledger.redeem_access_code(p_digest bytea, p_now timestamptz)
    returns table (tenant_id text, id uuid, name text, role text, created_at timestamptz, expires_at timestamptz, revoked_at timestamptz)
    language sql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
    with stale as (
        delete from ledger.access_codes c where c.expires_at <= p_now and c.digest <> p_digest
    ), used as (
        delete from ledger.access_codes c where c.digest = p_digest returning c.tenant_id, c.token_id, c.expires_at
    )
    select t.tenant_id, t.id, t.name, t.role, t.created_at, t.expires_at, t.revoked_at
    from used u
    join ledger.access_tokens t on t.tenant_id = u.tenant_id and t.id = u.token_id
    where u.expires_at > p_now
$$;

create function ledger.end_access_session(p_digest bytea, p_now timestamptz)
    returns void
    language sql volatile security definer
    set search_path = pg_catalog, pg_temp
as $$
    delete from ledger.access_sessions s where s.digest = p_digest or s.expires_at <= p_now
$$;

revoke all on function ledger.resolve_access_token(bytea) from public;
revoke all on function ledger.resolve_access_session(bytea, timestamptz) from public;
revoke all on function ledger.redeem_access_code(bytea, timestamptz) from public;
revoke all on function ledger.end_access_session(bytea, timestamptz) from public;
grant execute on function ledger.resolve_access_token(bytea) to ledger_app;
grant execute on function ledger.resolve_access_session(bytea, timestamptz) to ledger_app;
grant execute on function ledger.redeem_access_code(bytea, timestamptz) to ledger_app;
grant execute on function ledger.end_access_session(bytea, timestamptz) to ledger_app;
