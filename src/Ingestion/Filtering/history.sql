-- What decisions are made of, in log order; of the facts only what the filters look at, each document opened once.
select e.seq_id, e.id, e.stream_id, e.type, e.timestamp,
    d.body -> 'version' ->> 'key', d.body -> 'version' ->> 'modifiedAt', d.body ->> 'cause',
    d.facts ->> 'title', d.facts ->> 'severity', d.facts ->> 'status', d.facts ->> 'detectionSource',
    case when $6 then d.facts::text end,
    d.body ->> 'rule', d.body ->> 'field', d.body ->> 'value', d.body ->> 'reason',
    d.body ->> 'to', d.body ->> 'conclusion'
from ledger.mt_events e
cross join lateral (
    select case when e.type in ('alert_ingested', 'alert_revised')
            then jsonb_build_object('version', e.data -> 'version', 'cause', e.data -> 'cause') else e.data end as body,
        case when e.type in ('alert_ingested', 'alert_revised') then e.data -> 'facts' end as facts
    offset 0) d
where e.tenant_id = $1 and e.seq_id > $2 and e.seq_id <= $3 and starts_with(e.stream_id, $4) and e.type = any ($5)
order by e.seq_id;
