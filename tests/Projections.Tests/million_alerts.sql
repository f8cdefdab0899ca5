-- A million rows of one tenant as the folds would have written them, without the log behind: what is tested is how they are read.
INSERT INTO alert_list_g1.alerts (
    tenant_id, id, stream, connector, kind, source_id, ingested_position, ingested_at, version_key, version_modified_at, title, severity, status,
    detection_source, products, created_at, modified_at, modified_order, group_keys, excluded_rule, investigation_status, erased, group_id, group_size, leader_id, state, since)
SELECT '{tenant}', lpad(n::text, 32, '0')::uuid, 'alert/c' || n % 7 || '/defender-alert/' || n, 'c' || n % 7, 'defender-alert', 'da' || n, n, timestamptz '2026-01-01' + n * interval '11 s',
       'v' || n, '2026-01-01', 'Suspicious command on host-' || n % 5000, CASE WHEN n % 7 = 6 THEN (ARRAY['Low', 'Informational'])[1 + n % 2] ELSE (ARRAY['High', 'Medium', 'Low'])[1 + n % 3] END,
       CASE WHEN n % 100000 = 0 THEN 'rare' ELSE (ARRAY['new', 'inProgress', 'resolved'])[1 + n % 3] END,
       'endpoint', '["Microsoft Defender XDR"]', '2026-01-01', '2026-01-01', n + (n * 7919::bigint) % 1000, '[]', CASE WHEN n % 11 = 0 THEN 'severities' END,
       CASE WHEN n % 50000 = 0 THEN 'InProgress' ELSE 'Queued' END, false, CASE WHEN n % 10 = 0 THEN lpad((n / 100)::text, 32, '0')::uuid END, 1, NULL,
       CASE WHEN n % 11 = 0 THEN 'excluded' WHEN n % 10 = 0 THEN 'merged' ELSE 'shown' END, n
FROM generate_series(1, 1000000) AS n;
INSERT INTO alert_search_g1.texts (tenant_id, id, position, source_id, version_key, version_modified_at, text)
SELECT tenant_id, id, ingested_position, source_id, version_key, version_modified_at, title || E'\n' || source_id FROM alert_list_g1.alerts WHERE tenant_id = '{tenant}';
INSERT INTO alert_entities_g1.sightings (tenant_id, alert_id, entity, position)
SELECT '{tenant}', lpad(n::text, 32, '0')::uuid, '{everywhere}'::uuid, n FROM generate_series(1, 1000000) AS n
UNION ALL SELECT '{tenant}', lpad(n::text, 32, '0')::uuid, '{rare}'::uuid, n FROM generate_series(1, 1000000, 5000) AS n;
INSERT INTO alert_list_g1.dashboard_counts (tenant_id, connector, state, severity, status, detection_source, investigation_status, excluded_rule, alerts, touched)
SELECT tenant_id, connector, state, severity, status, detection_source, investigation_status, coalesce(excluded_rule, ''), count(*), max(since)
FROM alert_list_g1.alerts WHERE tenant_id = '{tenant}' GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
INSERT INTO alert_list_g1.dashboard_days (tenant_id, connector, day, ingested, shown, excluded, merged, touched)
SELECT '{tenant}', 'c' || c, date '2026-01-01' + d, 3, 1, 1, 1, 1 FROM generate_series(0, 6) AS c, generate_series(0, 126) AS d;
INSERT INTO alert_list_g1.dashboard_hours (tenant_id, connector, hour, ingested, first_position, touched)
SELECT '{tenant}', 'c' || c, timestamptz '2026-01-01' + h * interval '1 h', 3, 1, 1 FROM generate_series(0, 6) AS c, generate_series(0, 3054) AS h;
ANALYZE alert_entities_g1.sightings, alert_list_g1.alerts, alert_search_g1.texts, alert_list_g1.dashboard_counts, alert_list_g1.dashboard_days, alert_list_g1.dashboard_hours;
