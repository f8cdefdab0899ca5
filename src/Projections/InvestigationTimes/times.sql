-- In milliseconds.
WITH RECURSIVE {rows}
SELECT connector, severity, count(*),
       round(1000 * percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM begun_at - ingested_at)))::bigint,
       round(1000 * percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM begun_at - ingested_at)))::bigint,
       count(closed_at),
       round(1000 * percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - ingested_at)))::bigint,
       round(1000 * percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - ingested_at)))::bigint
FROM newest
GROUP BY connector, severity
ORDER BY connector, severity
