select name, last_seq_id from ledger.mt_event_progression where last_seq_id is not null order by name;
