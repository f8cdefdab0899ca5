-- Everything in schema ledger whose name begins with mt_, one line a thing, from the catalog alone. NOT NULL constraints are rows of
-- pg_constraint since PostgreSQL 18; they stand with their columns here.
with things as (
    select c.oid, c.relname, c.relkind
    from pg_class c
    where c.relnamespace = 'ledger'::regnamespace and c.relname like 'mt\_%' and c.relkind in ('r', 'p', 'S') and not c.relispartition
)
select rtrim(format('table %s %s', t.relname, case when t.relkind = 'p' then 'PARTITION BY ' || pg_get_partkeydef(t.oid) end)) as line, t.relname, 0 as part, 0 as nth
from things t where t.relkind in ('r', 'p')
union all
select
    format('table %s column %s %s %s %s', t.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' else 'null' end)
        || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') || case when a.attgenerated <> '' or a.attidentity <> '' then ' generated' else '' end,
    t.relname, 1, a.attnum
from things t
join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
where t.relkind in ('r', 'p')
union all
select format('table %s constraint %s %s', t.relname, k.conname, pg_get_constraintdef(k.oid)), t.relname, 2, 0
from things t join pg_constraint k on k.conrelid = t.oid and k.contype <> 'n'
union all
select
    format('table %s index %s %s', t.relname, i.relname, case when x.indisunique then 'unique ' else '' end)
        || regexp_replace(pg_get_indexdef(i.oid), '^.* USING ', ''),
    t.relname, 3, 0
from things t join pg_index x on x.indrelid = t.oid join pg_class i on i.oid = x.indexrelid
union all
select format('table %s partition %s %s', t.relname, p.relname, pg_get_expr(p.relpartbound, p.oid)), t.relname, 4, 0
from things t join pg_inherits h on h.inhparent = t.oid join pg_class p on p.oid = h.inhrelid
where t.relkind = 'p'
union all
select
    format('sequence %s %s start %s increment %s cache %s', t.relname, format_type(s.seqtypid, null), s.seqstart, s.seqincrement, s.seqcache)
        || coalesce(
            (select format(' owned by %s.%s', o.relname, a.attname)
             from pg_depend d join pg_class o on o.oid = d.refobjid join pg_attribute a on a.attrelid = o.oid and a.attnum = d.refobjsubid
             where d.classid = 'pg_class'::regclass and d.objid = t.oid and d.refclassid = 'pg_class'::regclass and d.deptype = 'a'), ''),
    t.relname, 0, 0
from things t join pg_sequence s on s.seqrelid = t.oid
union all
select format('function %s(%s) returns %s', f.proname, pg_get_function_arguments(f.oid), pg_get_function_result(f.oid)), f.proname, 0, 0
from pg_proc f
where f.pronamespace = 'ledger'::regnamespace and f.proname like 'mt\_%'
order by 2, 3, 4, 1;
