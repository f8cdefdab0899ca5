-- The counters, which a copied alert has moved like its original, and the place in the log that all of it reflects.
update {list}.dashboard_counts set alerts = alerts * {copies};
update {list}.dashboard_days set ingested = ingested * {copies}, shown = shown * {copies}, excluded = excluded * {copies}, merged = merged * {copies};
update {list}.dashboard_hours set ingested = ingested * {copies};
update ledger.heads set position = {end}, last_timestamp = last_timestamp + interval '1 microsecond'
where tenant_id = 'default' and position < {end};
update ledger.mt_event_progression set last_seq_id = {end} where last_seq_id = {head};
