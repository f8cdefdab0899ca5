-- The tables that a fold of the alert list writes a row to for nearly every alert, with no key but those by which it has to find rows again.
drop schema if exists bench_rows cascade;
create schema bench_rows;
create table bench_rows.alerts (like {list}.alerts);
alter table bench_rows.alerts add primary key (tenant_id, id);
create table bench_rows.alerts_past (like {list}.alerts_past);
create table bench_rows.group_claims (like {list}.group_claims);
alter table bench_rows.group_claims add primary key (tenant_id, key, position);
create table bench_rows.group_offers (like {list}.group_offers);
alter table bench_rows.group_offers add primary key (tenant_id, key, position);
