-- Copies of every event, {copies} in all, each with ids, streams, positions and times of its own; the originals end at {head}. The names of the
-- copied streams, and the ids of their first events, which follow from the names, stand in copied_streams. What the vault and the
-- table of ids hold stays as it is: nothing that is measured on these ledgers reads them.
set work_mem = '256MB';
set synchronous_commit = off;

do $$
declare
    span interval := (select max(timestamp) - min(timestamp) + interval '1 millisecond' from ledger.mt_events where tenant_id = 'default');
begin
    for k in 1 .. {copies} - 1 loop
        insert into ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, headers, user_name)
        select seq_id + k * {head}, case when type = 'alert_ingested' then c.id else md5(e.id::text || k)::uuid end, c.stream, version, data, type, timestamp + k * span, tenant_id, mt_dotnet_type, headers, user_name
        from ledger.mt_events e join copied_streams c on c.original = e.stream_id and c.copy = k
        where tenant_id = 'default' and seq_id <= {head} order by seq_id;
        insert into ledger.mt_streams (tenant_id, id, type, version, timestamp, created, is_archived)
        select tenant_id, c.stream, type, version, timestamp + k * span, created + k * span, is_archived
        from ledger.mt_streams s join copied_streams c on c.original = s.id and c.copy = k
        where tenant_id = 'default';
    end loop;
    update ledger.heads
    set position = {head} * {copies}, last_timestamp = (select timestamp from ledger.mt_events where tenant_id = 'default' and seq_id = {head} * {copies})
    where tenant_id = 'default';
end
$$;
