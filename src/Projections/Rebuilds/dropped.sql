UPDATE {schema}.schemas SET state = 'dropped' WHERE projection = $1 AND generation = $2
