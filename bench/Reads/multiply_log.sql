-- Copies {from} to {to} of every event, each with ids, streams, positions and times of its own, {stride} positions behind the one before. The names of the copied
-- streams, and the ids of their first events, which follow from the names, stand in copied_streams. What the vault and the table of ids hold stays as it
-- is, and so do the digests: nothing that is measured on these ledgers reads them.
do $$
declare
    span interval := (select max(timestamp) - min(timestamp) + interval '1 millisecond' from original_events);
begin
    for k in {from} .. {to} loop
        insert into ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, headers, user_name)
        select seq_id + k * {stride}, case when type = 'alert_ingested' then c.id else md5(e.id::text || k)::uuid end, c.stream, version,
            replace(data, '§', '-' || k)::jsonb, type, timestamp + k * span, tenant_id, mt_dotnet_type, headers, user_name
        from original_events e join copied_streams c on c.original = e.stream_id and c.copy = k
        order by seq_id;
        insert into ledger.mt_streams (tenant_id, id, type, version, timestamp, created, is_archived)
        select tenant_id, c.stream, type, version, timestamp + k * span, created + k * span, is_archived
        from original_streams s join copied_streams c on c.original = s.id and c.copy = k;
    end loop;
end
$$;
