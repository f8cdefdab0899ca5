insert into ledger.access_codes (digest, tenant_id, token_id, expires_at)
values (@digest, @tenant, @id, @expires)
