select encode(commitment, 'hex'), kind, encoding, bytes, size, salt
from ledger.vault
where tenant_id = $1 and commitment = any ($2);
