-- Copies {from} to {to} of every folded alert, each with ids, keys, place and host of its own, into what lists, searches and dashboards read. The log and
-- the other read models stay as they are: nothing that is measured on these ledgers reads them.
do $$
begin
    for k in {from} .. {to} loop
        insert into {list}.alerts (
            tenant_id, id, stream, connector, kind, source_id, ingested_position, ingested_at, version_key, version_modified_at,
            title, severity, status, detection_source, products, created_at, modified_at, modified_order, revised_at, url, workspace,
            group_keys, excluded_rule, excluded_reason, redirected_to, redirected_by,
            investigation_status, conclusion, assignee, erased, group_id, group_rule, group_revision, group_size, leader_id, state, since)
        select tenant_id, pg_temp.copy_of(id, k), stream || '-' || k, connector, kind, source_id || '-' || k, ingested_position + k * {stride}, ingested_at, version_key || '-' || k,
            version_modified_at, pg_temp.titled(title, k), severity, status, detection_source, products, created_at, modified_at, modified_order, revised_at, url || '-' || k, workspace,
            replace(group_keys::text, '",', '-' || k || '",')::jsonb, excluded_rule, excluded_reason, redirected_to, redirected_by,
            investigation_status, conclusion, assignee, erased, pg_temp.copy_of(group_id, k), group_rule, group_revision, group_size, pg_temp.copy_of(leader_id, k), state, since + k * {stride}
        from base order by ingested_position;
        insert into {search}.texts (tenant_id, id, position, source_id, version_key, version_modified_at, text)
        select tenant_id, pg_temp.copy_of(id, k), position + k * {stride}, source_id || '-' || k, version_key || '-' || k, version_modified_at,
            pg_temp.titled(split_part(text, E'\n', 1), k) || replace(substr(text, length(split_part(text, E'\n', 1)) + 1), source_id, source_id || '-' || k)
        from base_texts order by position;
        insert into {times}.work (tenant_id, stream, connector, severity, ingested_at, begun_at, closed_at)
        select tenant_id, stream || '-' || k, connector, severity, ingested_at, begun_at, closed_at from base_work;
        insert into {list}.group_claims (tenant_id, key, position, alert_id)
        select tenant_id, key || '-' || k, position + k * {stride}, pg_temp.copy_of(alert_id, k) from base_claims;
        insert into {list}.group_offers (tenant_id, key, position, alert_id)
        select tenant_id, key || '-' || k, position + k * {stride}, pg_temp.copy_of(alert_id, k) from base_offers;
    end loop;
end
$$;
