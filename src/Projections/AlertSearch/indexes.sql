CREATE UNIQUE INDEX texts_position ON {schema}.texts (tenant_id, position);
-- An operator stands wherever the extension was put.
DO $$
BEGIN
    EXECUTE (SELECT format('CREATE INDEX texts_trigrams ON {schema}.texts USING gin (text %I.gin_trgm_ops)', n.nspname)
             FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm');
END
$$;
