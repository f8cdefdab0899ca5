update ledger.heads
set position = {head} * {copies}, last_timestamp = (select timestamp from ledger.mt_events where tenant_id = 'default' and seq_id = {head} * {copies})
where tenant_id = 'default';
