SELECT last_seq_id FROM ledger.mt_event_progression WHERE name = $1
