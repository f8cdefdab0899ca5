SELECT state FROM projections.schemas WHERE $1::text IS NOT NULL AND projection = $2 AND generation = $3
