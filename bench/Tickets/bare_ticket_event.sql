insert into bare.ticket_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id)
values ($1, gen_random_uuid(), 'alert/bare/' || $1, 1, $2::jsonb, 'ticket', clock_timestamp(), 'default')
