select version
from ledger.mt_streams
where tenant_id = $1 and id = $2;
