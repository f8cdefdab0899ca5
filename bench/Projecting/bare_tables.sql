create schema if not exists bare;
drop table if exists bare.events, bare.alerts;
create table bare.events (like ledger.mt_events including all);
create table bare.alerts (like {schema}.alerts including all);
