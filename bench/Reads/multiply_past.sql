-- What a dashboard of the past is read from, copied {copies} times like the list: versions that ended, marks, and what the counters were at them, each
-- behind the sum of the copies before. Where a copy ends stands a mark of all counters, since the events behind its own last mark belong to none.
create temp table base_past as select * from {list}.alerts_past;
create temp table base_marks as select * from {list}.dashboard_marks;
create temp table base_counts as select * from {list}.dashboard_counts_past;
create temp table base_days as select * from {list}.dashboard_days_past;
create temp table base_hours as select * from {list}.dashboard_hours_past;

do $$
declare
    span interval := (select max(timestamp) - min(timestamp) + interval '1 millisecond' from ledger.mt_events where tenant_id = 'default' and seq_id <= {head});
    ended timestamptz := (select timestamp from ledger.mt_events where tenant_id = 'default' and seq_id = {head});
begin
    for k in 1 .. {copies} - 1 loop
        insert into {list}.dashboard_marks select tenant_id, {head} + (k - 1) * {stride}, ended + (k - 1) * span from base_marks limit 1;
        insert into {list}.dashboard_counts_past
        select tenant_id, connector, state, severity, status, detection_source, investigation_status, excluded_rule, {head} + (k - 1) * {stride}, k * alerts from {list}.dashboard_counts;
        insert into {list}.dashboard_days_past
        select tenant_id, connector, day, {head} + (k - 1) * {stride}, k * ingested, k * shown, k * excluded, k * merged from {list}.dashboard_days;
        insert into {list}.dashboard_hours_past select tenant_id, connector, hour, {head} + (k - 1) * {stride}, k * ingested from {list}.dashboard_hours;

        insert into {list}.alerts_past
        select tenant_id, md5(id::text || k)::uuid, since + k * {stride}, until + k * {stride}, connector, kind, source_id || '-' || k, ingested_position + k * {stride},
            ingested_at, version_key || '-' || k, title, severity, status, detection_source, products, created_at, modified_at, modified_order, revised_at,
            url || '-' || k, workspace, excluded_rule, excluded_reason, redirected_to, investigation_status, conclusion, assignee, erased,
            md5(group_id::text || k)::uuid, group_rule, state
        from base_past;
        insert into {list}.dashboard_marks select tenant_id, position + k * {stride}, recorded + k * span from base_marks;
        insert into {list}.dashboard_counts_past
        select p.tenant_id, connector, state, severity, status, detection_source, investigation_status, excluded_rule, p.mark + k * {stride}, p.alerts + k * c.alerts
        from base_counts p
        join {list}.dashboard_counts c using (tenant_id, connector, state, severity, status, detection_source, investigation_status, excluded_rule);
        insert into {list}.dashboard_days_past
        select p.tenant_id, connector, day, p.mark + k * {stride}, p.ingested + k * d.ingested, p.shown + k * d.shown, p.excluded + k * d.excluded, p.merged + k * d.merged
        from base_days p join {list}.dashboard_days d using (tenant_id, connector, day);
        insert into {list}.dashboard_hours_past
        select p.tenant_id, connector, hour, p.mark + k * {stride}, p.ingested + k * h.ingested
        from base_hours p join {list}.dashboard_hours h using (tenant_id, connector, hour);
    end loop;
    update {list}.dashboard_counts set touched = touched + {stride} * ({copies} - 1);
    update {list}.dashboard_days set touched = touched + {stride} * ({copies} - 1);
    update {list}.dashboard_hours set touched = touched + {stride} * ({copies} - 1);
end
$$;
