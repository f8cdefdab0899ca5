-- Every row of a tenant is seen only while ledger.tenant names that tenant, also by the owner. It guards against a missing
-- predicate, not against SQL injection: who can run any SQL can also set the setting.

create function ledger.require_tenant(p_tenant text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_tenant is null or current_setting('ledger.tenant', true) is distinct from p_tenant then
        raise exception 'the tenant asked for is not the tenant of this transaction' using errcode = 'LG001';
    end if;
end
$$;

do $$
declare
    v_table text;
begin
    foreach v_table in array array['mt_streams', 'mt_events', 'heads', 'event_ids', 'vault', 'cursors'] loop
        execute format('alter table ledger.%I enable row level security', v_table);
        execute format('alter table ledger.%I force row level security', v_table);
        execute format('create policy tenant on ledger.%I using (tenant_id = current_setting(''ledger.tenant'', true))', v_table);
    end loop;
end
$$;

-- Marten keeps the tenant in the name of the row.
alter table ledger.mt_event_progression enable row level security;
alter table ledger.mt_event_progression force row level security;
create policy tenant on ledger.mt_event_progression
    using (right(name, length(current_setting('ledger.tenant', true)) + 1) = ':' || current_setting('ledger.tenant', true));
