-- A generation that does not serve any more is not folded further: a switch waits for the worker's commit, and the worker for the switch's.
-- A tenant without a row is answered by whichever it is folded into.
SELECT ledger.insist(coalesce((SELECT generation FROM projections.serving WHERE tenant_id = $1 AND projection = $2 FOR SHARE), $3) = $3, 'generation')
