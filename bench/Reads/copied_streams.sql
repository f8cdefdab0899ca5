create temporary table copied_streams (copy int not null, original varchar not null, stream varchar not null, id uuid not null);
select id from ledger.mt_streams where tenant_id = 'default' and type = 'alert';
