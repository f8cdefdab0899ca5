select revision, sealed, facts::text, created_at
from ledger.connector_secrets
where tenant_id = @tenant and connector = @connector and field = @field and event_id = @event
