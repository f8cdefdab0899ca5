-- The events that are copied, as texts with a mark behind every id that a source gave: a copy puts its number there, so that it is another alert to every
-- fold, in a group of its own.
create temp table original_events as
select seq_id, id, stream_id, version, type, timestamp, tenant_id, mt_dotnet_type, headers, user_name,
    regexp_replace(
        regexp_replace(data::text, '(da[0-9a-f]{32}_[0-9]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})', '\1§', 'g'),
        '("(?:incidentNumber|providerIncidentId)": "[0-9]+)"', '\1§"', 'g') as data
from ledger.mt_events
where tenant_id = 'default';

create temp table original_streams as
select id, type, version, timestamp, created, tenant_id, is_archived from ledger.mt_streams where tenant_id = 'default' and type = 'alert';

create temp table copied_streams (copy int not null, original varchar not null, stream varchar not null, id uuid not null);
create index on copied_streams (copy);
analyze original_events;
analyze original_streams;
