-- Each part of the filter is null when it is not asked for.
select seq_id, id, stream_id, version, type, data, timestamp, headers ->> 'digest', correlation_id, causation_id, user_name
from ledger.mt_events
where tenant_id = $1 and seq_id > $2
    and ($4::text[] is null or type = any ($4))
    and ($5::text is null or stream_id = $5)
    and ($6::text is null or starts_with(stream_id, $6))
order by seq_id
limit $3;
