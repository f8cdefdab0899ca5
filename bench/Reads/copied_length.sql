select max(seq_id), count(*) filter (where starts_with(stream_id, 'alert/')), coalesce(min(seq_id) filter (where starts_with(stream_id, 'alert/')), 1)
from ledger.mt_events
where tenant_id = 'default'
