-- Row-level security keeps the planner from a trigram index, since ILIKE could tell of rows that the policy hides. So the owner reads for the caller,
-- here and nowhere else: the tenant must be the transaction's own.
ALTER TABLE {schema}.texts NO FORCE ROW LEVEL SECURITY;

-- Alerts whose text holds every pattern, with positions between two, exclusive; at most so many, in the order of the log or against it.
CREATE FUNCTION {schema}.find(p_tenant text, p_patterns text[], p_after bigint, p_before bigint, p_newest_first boolean, p_most int)
RETURNS TABLE (found_id uuid, found_position bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 200 SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF p_tenant IS DISTINCT FROM nullif(current_setting('ledger.tenant', true), '') THEN
        RAISE EXCEPTION 'The transaction is of another tenant.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF coalesce(cardinality(p_patterns), 0) = 0 THEN
        RAISE EXCEPTION 'A search needs a pattern.' USING ERRCODE = 'invalid_parameter_value';
    END IF;

    -- Written out, so that each pattern may use the index and the planner knows how rare it is.
    RETURN QUERY EXECUTE format(
        'SELECT id, position FROM {schema}.texts WHERE tenant_id = $1 AND %s AND position > $2 AND position < $3 ORDER BY position %s LIMIT %s',
        (SELECT string_agg(format('text ILIKE %L', pattern), ' AND ') FROM unnest(p_patterns) AS pattern),
        CASE WHEN p_newest_first THEN 'DESC' ELSE 'ASC' END,
        coalesce(p_most::text, 'ALL'))
    USING p_tenant, p_after, p_before;
END
$$;

REVOKE ALL ON FUNCTION {schema}.find FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {schema}.find TO ledger_app;
