-- One core at most: readers have the others.
SET LOCAL max_parallel_workers_per_gather = 0
