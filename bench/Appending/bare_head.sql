update ledger.heads set position = position + $2, last_timestamp = greatest(clock_timestamp(), last_timestamp + $2 * interval '1 microsecond')
where tenant_id = $1;
