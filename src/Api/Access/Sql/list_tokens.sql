select tenant_id, id, name, role, created_at, expires_at, revoked_at
from ledger.access_tokens
where tenant_id = @tenant
order by created_at desc, id
