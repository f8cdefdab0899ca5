INSERT INTO {schema}.generations (projection, serving) VALUES ($1, $2) ON CONFLICT (projection) DO NOTHING
