INSERT INTO {schema}.schemas (projection, generation, definitions, version, state) VALUES ($1, $2, $3, $4, $5)
