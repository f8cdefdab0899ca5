update ledger.heads set position = position + 2, last_timestamp = greatest(clock_timestamp(), last_timestamp + interval '2 microseconds')
where tenant_id = $1;
