insert into {schema}.alerts (
    tenant_id, id, stream, connector, kind, source_id, ingested_position, ingested_at, version_key, version_modified_at, title, severity, status,
    products, modified_order, group_keys, investigation_status, erased, group_size, state, since)
values ($1, $2, 'alert/bare/' || $3, 'microsoft365', 'defender-alert', $3::text, $3, now(), $3::text, '2026-01-01T00:00:00Z',
    'Suspicious PowerShell command line on host-0001', 'Medium', 'new', '["Microsoft Defender XDR"]', $3, '["a", "b"]', 'Queued', false, 1, 'shown', $3)
on conflict (tenant_id, id) do update set title = excluded.title, severity = excluded.severity, status = excluded.status, state = excluded.state
