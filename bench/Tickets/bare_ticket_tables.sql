create schema if not exists bare;
drop table if exists bare.ticket_events;
create table bare.ticket_events (like ledger.mt_events including all);
