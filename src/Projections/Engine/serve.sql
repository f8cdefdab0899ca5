INSERT INTO projections.generations (projection, serving) VALUES ('{projection}', {generation}) ON CONFLICT (projection) DO NOTHING;
