-- Of rows that come by the thousand the trigram index sorts more in before it writes its pages. A search reads what is not sorted in one by one, so the
-- next few rows sort it in at the server's own size.
SET LOCAL gin_pending_list_limit = '16MB'
