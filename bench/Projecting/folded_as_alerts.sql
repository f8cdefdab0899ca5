-- What the fold made of the copies: as many events as positions, an alert of each first event, groups of an incident and its alert; then the room it takes.
select (select count(*) from ledger.mt_events where tenant_id = 'default'),
       (select count(*) from ledger.mt_events where tenant_id = 'default' and type = 'alert_ingested'),
       count(*), count(*) filter (where state = 'merged'), max(group_size), pg_database_size(current_database())
from {list}.alerts
where tenant_id = 'default'
