SELECT serving FROM projections.generations WHERE $1::text IS NOT NULL AND projection = $2
