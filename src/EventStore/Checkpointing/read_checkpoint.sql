select last_seq_id from ledger.mt_event_progression where name = $1;
