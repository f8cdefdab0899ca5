select e.stream_id from ledger.mt_events e where e.tenant_id = $1 and e.seq_id = any ($2) order by e.seq_id;
