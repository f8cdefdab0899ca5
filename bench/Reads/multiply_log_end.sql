update ledger.heads
set position = {end}, last_timestamp = (select timestamp from ledger.mt_events where tenant_id = 'default' and seq_id = {end})
where tenant_id = 'default';
