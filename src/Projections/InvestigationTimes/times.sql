WITH RECURSIVE {rows}
SELECT connector, severity, count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM begun_at - ingested_at)),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM begun_at - ingested_at)),
       count(closed_at),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - ingested_at)),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - ingested_at))
FROM newest
GROUP BY connector, severity
ORDER BY connector, severity
