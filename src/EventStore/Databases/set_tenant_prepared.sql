-- With one plan for all values: a prepared statement's shape fixes its plan, and planning anew costs more than a page.
select set_config('ledger.tenant', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true);
