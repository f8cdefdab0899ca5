SELECT set_config('ledger.tenant', $1, false)
