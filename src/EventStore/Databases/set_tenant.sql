select set_config('ledger.tenant', $1, true);
