-- A sealed secret is in force when the event that names it (its SecretRotated) stands in the log; a row without one is refuse of an
-- append that did not happen, and opens nothing.
create table ledger.connector_secrets (
    tenant_id text not null,
    connector text not null,
    field text not null,
    event_id uuid not null,
    revision integer not null,
    sealed bytea not null,
    facts jsonb not null default '{}',
    created_at timestamptz not null,
    primary key (tenant_id, connector, field, event_id)
);

alter table ledger.connector_secrets enable row level security;

create policy tenant on ledger.connector_secrets
    using (tenant_id = current_setting('ledger.tenant', true))
    with check (tenant_id = current_setting('ledger.tenant', true));

grant select, insert, delete on ledger.connector_secrets to ledger_app;
