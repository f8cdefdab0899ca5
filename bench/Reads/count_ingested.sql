select count(*) from ledger.mt_events
where tenant_id = 'default' and seq_id <= $1 and type = 'alert_ingested' and starts_with(stream_id, 'alert/' || $2 || '/')
