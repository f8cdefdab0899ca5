-- The head stands at the last event of the append already, so many positions behind this one.
with head as (
    select position - $8 as position, last_timestamp as time from ledger.heads where tenant_id = $1
), event as (
    insert into ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, headers, is_archived)
    select position, $2, $3, $4, $5, $6, time, $1, 'dropzone:' || $6, jsonb_build_object('digest', $7), false from head
)
insert into ledger.event_ids (tenant_id, id, position) select $1, $2, position from head;
