create schema if not exists bare;
drop table if exists bare.events, bare.alerts;
create table bare.events (like ledger.mt_events including all, primary key (tenant_id, seq_id));
create unique index on bare.events (tenant_id, stream_id, version);
create table bare.alerts (like {schema}.alerts including all);
