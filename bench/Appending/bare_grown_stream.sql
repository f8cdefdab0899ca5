update ledger.mt_streams s set version = $3, timestamp = h.last_timestamp
from ledger.heads h where h.tenant_id = $1 and s.tenant_id = $1 and s.id = $2;
