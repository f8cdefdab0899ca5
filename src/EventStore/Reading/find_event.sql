select e.seq_id, e.id, e.stream_id, e.version, e.type, e.data, e.timestamp, e.headers ->> 'digest', e.correlation_id, e.causation_id, e.user_name
from ledger.event_ids i
join ledger.mt_events e on e.tenant_id = i.tenant_id and e.seq_id = i.position
where i.tenant_id = $1 and i.id = $2;
