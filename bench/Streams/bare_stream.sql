select seq_id, id, stream_id, version, type, data, timestamp, headers ->> 'digest', correlation_id, causation_id, user_name
from ledger.mt_events
where tenant_id = $1 and stream_id = $2
order by version;
