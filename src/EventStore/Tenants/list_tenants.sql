select partition_value from ledger.mt_tenant_partitions order by partition_value;
