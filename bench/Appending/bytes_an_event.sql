-- Event data as text, and what the rows and their indexes take on disk, per event.
select format(
    'event %s bytes of JSON; on disk a row %s, streams %s, ids %s, vault %s bytes an event',
    (select round(avg(octet_length(data::text))) from ledger.mt_events),
    pg_total_relation_size('ledger.mt_events_default') / n.events,
    pg_total_relation_size('ledger.mt_streams_default') / n.events,
    pg_total_relation_size('ledger.event_ids') / n.events,
    pg_total_relation_size('ledger.vault') / n.events)
from (select count(*) as events from ledger.mt_events) n;
