-- Readers have the others.
SET LOCAL max_parallel_maintenance_workers = 0;
