insert into bare.alerts (
    tenant_id, id, stream, connector, kind, source_id, ingested_position, ingested_at, version_key, version_modified_at, title, severity, status,
    products, modified_order, group_keys, investigation_status, erased, group_size, state, since)
values ('default', $1, 'alert/bare/' || $2, 'microsoft365', 'defender-alert', $2::text, $2, now(), $2::text, '2026-01-01T00:00:00Z',
    'Suspicious PowerShell command line on host-0001', 'Medium', 'new', '["Microsoft Defender XDR"]', $2, '["a", "b"]', 'Queued', false, 1, 'shown', $2)
on conflict (tenant_id, id) do update set title = excluded.title, severity = excluded.severity, status = excluded.status, state = excluded.state
