select tenant_id, id, name, role, created_at, expires_at, revoked_at from ledger.redeem_access_code(@digest, @now)
