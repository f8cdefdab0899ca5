-- Every table of a generation: one tenant a transaction, for the application's role and for the owner.
DO $$
DECLARE t name;
BEGIN
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = '{schema}' LOOP
        EXECUTE format('ALTER TABLE {schema}.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE {schema}.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY tenant ON {schema}.%I USING (tenant_id = current_setting(''ledger.tenant'', true))', t);
    END LOOP;
END
$$;
