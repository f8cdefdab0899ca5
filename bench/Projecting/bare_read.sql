select seq_id, id, stream_id, version, type, data, timestamp from ledger.mt_events where tenant_id = $1 and seq_id > $2 order by seq_id limit 100
