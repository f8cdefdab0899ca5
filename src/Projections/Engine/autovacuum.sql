-- Nobody reads tables that are being filled, and hardly a row of them dies: to vacuum them meanwhile takes from the fill what it needs itself.
DO $$
DECLARE t name;
BEGIN
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = '{schema}' LOOP
        EXECUTE format('ALTER TABLE {schema}.%I SET (autovacuum_enabled = {enabled})', t);
    END LOOP;
END
$$;
