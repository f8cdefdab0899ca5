delete from ledger.connector_secrets
where tenant_id = @tenant and connector = @connector
  and (event_id = any (@replaced) or (created_at < @before and not (event_id = any (@current))))
