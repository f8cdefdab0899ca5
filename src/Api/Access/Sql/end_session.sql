select ledger.end_access_session(@digest, @now)
