SELECT generation, definitions, version, state FROM {schema}.schemas WHERE projection = $1
