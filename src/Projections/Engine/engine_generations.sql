-- What made each generation's tables, so that a generation that an older program filled is known; numbers are never used twice.
CREATE TABLE projections.schemas (
    projection  text NOT NULL,
    generation  int  NOT NULL,
    definitions text NOT NULL,
    version     int  NOT NULL,
    state       text NOT NULL CHECK (state IN ('bare', 'ready', 'dropped')),
    PRIMARY KEY (projection, generation)
);

-- What the first release made is not known to be what this program would make.
INSERT INTO projections.schemas (projection, generation, definitions, version, state)
SELECT projection, serving, '', 0, 'ready' FROM projections.generations;

-- The generation that answers a tenant; without a row it is that of projections.generations.
CREATE TABLE projections.serving (
    tenant_id  text NOT NULL,
    projection text NOT NULL,
    generation int  NOT NULL,
    PRIMARY KEY (tenant_id, projection)
);

-- The last rebuild of each read model of a tenant.
CREATE TABLE projections.rebuilds (
    tenant_id         text             NOT NULL,
    projection        text             NOT NULL,
    generation        int              NOT NULL,
    state             text             NOT NULL,
    by_kind           text             NOT NULL,
    by_name           text             NOT NULL,
    share             double precision NOT NULL,
    requested_at      timestamptz      NOT NULL,
    started_at        timestamptz,
    ended_at          timestamptz,
    events_per_second double precision,
    rows_written      bigint,
    hash_before       text,
    hash_after        text,
    hash_position     bigint,
    error             text,
    PRIMARY KEY (tenant_id, projection)
);

-- The owner, who makes and drops generations, has to see which ones any tenant still needs.
DO $$
DECLARE t name;
BEGIN
    FOREACH t IN ARRAY ARRAY['serving', 'rebuilds'] LOOP
        EXECUTE format('ALTER TABLE projections.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE projections.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY tenant ON projections.%I USING (tenant_id = current_setting(''ledger.tenant'', true))', t);
        EXECUTE format('CREATE POLICY owner ON projections.%I TO ledger_owner USING (true)', t);
    END LOOP;
END
$$;

GRANT SELECT ON projections.schemas TO ledger_app;
GRANT SELECT, INSERT, UPDATE ON projections.serving, projections.rebuilds TO ledger_app;
