-- The list as it stood: versions that hold still and held then, and those that hold no more. Each half is read in the order of an index.
SELECT page.*
FROM (
    (SELECT {columns}
     FROM {schema}.alerts
     WHERE {conditions} AND since <= {at} AND ingested_position <= {at}
     ORDER BY {sort} {direction}, ingested_position {direction}
     LIMIT {limit})
    UNION ALL
    (SELECT {columns}
     FROM {schema}.alerts_past
     WHERE {conditions} AND since <= {at} AND until > {at} AND ingested_position <= {at}
     ORDER BY {sort} {direction}, ingested_position {direction}
     LIMIT {limit})
) AS page
ORDER BY page.{sort} {direction}, page.ingested_position {direction}
LIMIT {limit}
