-- Who may do what. No role holds a grant on a partition, nor any right to write a table.
alter default privileges revoke execute on functions from public;
revoke execute on all functions in schema ledger from public;
revoke all on schema ledger from public;

grant usage on schema ledger to ledger_app, ledger_reader;

grant select on
    ledger.mt_streams, ledger.mt_events, ledger.mt_tenant_partitions, ledger.mt_event_progression, ledger.mt_high_water_skips,
    ledger.heads, ledger.event_ids, ledger.vault
    to ledger_app, ledger_reader;
grant select on ledger.cursors, ledger.migrations to ledger_app;

grant execute on function ledger.position_at(text, timestamptz) to ledger_app, ledger_reader;
grant execute on function
    ledger.append(
        text, boolean, text[], text[], bigint[], uuid[], text[], jsonb[], text[], text[], text[], text[], text[], bigint[],
        bytea[], smallint[], bytea[], integer[], smallint[], bytea[], integer[], integer[], bytea[], text, bigint, json),
    ledger.announce(text),
    ledger.move_checkpoint(text, text, bigint, bigint),
    ledger.remove_checkpoint(text, text)
    to ledger_app;
