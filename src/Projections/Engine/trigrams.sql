-- Text search. The extension is a trusted one, so that the owner may make it where the server has it.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA projections;
EXCEPTION WHEN undefined_file OR feature_not_supported OR insufficient_privilege THEN
    RAISE EXCEPTION 'Text search needs the PostgreSQL extension pg_trgm, which cannot be made here: %', SQLERRM USING
        ERRCODE = SQLSTATE,
        HINT = 'Install the contrib package of the server (Debian has it in postgresql-15 itself), or let a superuser run CREATE EXTENSION pg_trgm in this database, then start again.';
END
$$;
