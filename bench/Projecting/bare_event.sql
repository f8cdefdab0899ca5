select seq_id, id, stream_id, version, type, data, timestamp from bare.events where tenant_id = 'default' and seq_id > $1 order by seq_id limit 100
