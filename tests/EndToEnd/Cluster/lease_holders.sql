-- Which login's session holds each of the named leases: $1 = the leases' names.
select asked.name, holder.usename::text
from unnest($1::text[]) as asked(name)
left join pg_catalog.pg_locks held
    on held.locktype = 'advisory' and held.objsubid = 1 and held.granted
    and held.database = (select oid from pg_catalog.pg_database where datname = current_database())
    and ((held.classid::bigint << 32) | held.objid::bigint) = hashtextextended('ledger.lease:' || asked.name, 0)
left join pg_catalog.pg_stat_activity holder on holder.pid = held.pid
order by 1;
