select tenant_id, id, name, role, created_at, expires_at, revoked_at from ledger.resolve_access_token(@digest)
