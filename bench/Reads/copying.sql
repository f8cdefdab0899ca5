-- Only the speed of copying; what is copied lies on the disk as the product's own rows do. A page of an index need not be made small for the
-- write-ahead log, which costs more than writing it.
set maintenance_work_mem = '1GB';
set work_mem = '256MB';
set temp_buffers = '128MB';
set synchronous_commit = off;
set wal_compression = off;
