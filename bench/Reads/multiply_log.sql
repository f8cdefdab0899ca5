-- Copies of every event, {copies} in all, each with ids, streams, positions and times of its own; the originals end at {head}. What the vault and the
-- table of ids hold stays as it is: nothing that is measured on these ledgers reads them.
set work_mem = '256MB';
set synchronous_commit = off;

do $$
declare
    span interval := (select max(timestamp) - min(timestamp) + interval '1 millisecond' from ledger.mt_events where tenant_id = 'default');
begin
    for k in 1 .. {copies} - 1 loop
        insert into ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, headers, user_name)
        select seq_id + k * {head}, md5(id::text || k)::uuid, stream_id || '-' || k, version, data, type, timestamp + k * span, tenant_id, mt_dotnet_type, headers, user_name
        from ledger.mt_events where tenant_id = 'default' and seq_id <= {head} order by seq_id;
    end loop;
    update ledger.heads
    set position = {head} * {copies}, last_timestamp = (select timestamp from ledger.mt_events where tenant_id = 'default' and seq_id = {head} * {copies})
    where tenant_id = 'default';
end
$$;
