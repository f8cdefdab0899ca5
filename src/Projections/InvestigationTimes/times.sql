-- Of the alerts whose investigation was begun last: a bound that keeps the answer quick however long the history is.
SELECT severity, count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM begun_at - ingested_at)),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM begun_at - ingested_at)),
       count(closed_at),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - ingested_at)),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - ingested_at))
FROM (
    SELECT severity, ingested_at, begun_at, closed_at
    FROM {schema}.work
    WHERE tenant_id = $1 AND connector = $2 AND begun_at IS NOT NULL
    ORDER BY begun_at DESC
    LIMIT $3) AS newest
GROUP BY severity
ORDER BY severity
