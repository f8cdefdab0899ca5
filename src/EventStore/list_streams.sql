-- starts_with may use the primary key where the collation orders by code point; it is right under every collation.
select id
from ledger.mt_streams
where tenant_id = $1 and starts_with(id, $2)
order by created, id;
