insert into ledger.connector_secrets (tenant_id, connector, field, event_id, revision, sealed, facts, created_at)
values (@tenant, @connector, @field, @event, @revision, @sealed, @facts::jsonb, @now)
on conflict do nothing
