insert into ledger.migrations (component, version, name, checksum) values ($1, $2, $3, $4);
