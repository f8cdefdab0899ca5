do $$
declare t record;
begin
    for t in select schemaname, tablename from pg_tables where schemaname ~ '_g[0-9]+$' loop
        execute format('truncate %I.%I', t.schemaname, t.tablename);
    end loop;
    delete from ledger.mt_event_progression;
end
$$;
checkpoint;
