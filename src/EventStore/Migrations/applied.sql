select version, name, checksum from ledger.migrations where component = $1 order by version;
