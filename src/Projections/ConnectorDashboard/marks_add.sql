INSERT INTO {schema}.dashboard_marks (tenant_id, position, recorded) SELECT $1, * FROM unnest($2::bigint[], $3::timestamptz[])
