-- Its commit does not wait for the disk: what is lost with the server is announced again at the next start.
select ledger.announce($1), set_config('synchronous_commit', 'off', true);
