update ledger.access_tokens
set revoked_at = @now
where tenant_id = @tenant and id = @id and revoked_at is null
