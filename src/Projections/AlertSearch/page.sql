-- As a page of the list, of what the search found. Behind the columns: the position that both read models reflect, and how many were found.
WITH found AS MATERIALIZED (
    SELECT found_id, found_position FROM {search}.find($1, {patterns}, {after}, {before}, {newest_first}, {most})
)
SELECT page.*,
       (SELECT CASE WHEN count(*) = 2 THEN min(last_seq_id) ELSE 0 END FROM ledger.mt_event_progression WHERE name IN ({checkpoint}, {search_checkpoint})),
       (SELECT count(*) FROM found)
FROM (SELECT 1) AS one
LEFT JOIN LATERAL (
    SELECT {columns}
    FROM found JOIN {schema}.alerts ON id = found_id
    WHERE {conditions}
    ORDER BY {sort} {direction}, ingested_position {direction}
    LIMIT {limit}
) AS page ON true
ORDER BY page.{sort} {direction}, page.ingested_position {direction}
