insert into ledger.access_tokens (tenant_id, id, name, role, digest, created_at, expires_at)
values (@tenant, @id, @name, @role, @digest, @created, @expires)
