-- The list's rows counted anew, against the counters of each connector and day.
SELECT connector, day, d.ingested, d.shown, d.excluded, d.merged, coalesce(l.ingested, 0), coalesce(l.shown, 0), coalesce(l.excluded, 0), coalesce(l.merged, 0)
FROM (SELECT connector, day, ingested, shown, excluded, merged FROM {schema}.dashboard_days WHERE tenant_id = $1) AS d
FULL JOIN (
    SELECT connector, (ingested_at AT TIME ZONE 'UTC')::date AS day, count(*) AS ingested,
           count(*) FILTER (WHERE state = 'shown') AS shown,
           count(*) FILTER (WHERE state = 'excluded') AS excluded,
           count(*) FILTER (WHERE state = 'merged') AS merged
    FROM {schema}.alerts WHERE tenant_id = $1 GROUP BY 1, 2) AS l USING (connector, day)
WHERE (d.ingested, d.shown, d.excluded, d.merged) IS DISTINCT FROM (l.ingested, l.shown, l.excluded, l.merged)
   OR d.ingested <> d.shown + d.excluded + d.merged
ORDER BY connector, day
