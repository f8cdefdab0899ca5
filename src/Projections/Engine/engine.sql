-- Beside the read models: which generation of each answers, and how the workers fare. Neither is part of a read model's content.
CREATE SCHEMA projections;

CREATE TABLE projections.generations (
    projection text PRIMARY KEY,
    serving    int  NOT NULL
);

CREATE TABLE projections.workers (
    tenant_id      text        NOT NULL,
    projection     text        NOT NULL,
    generation     int         NOT NULL,
    error          text        NOT NULL,
    error_position bigint      NOT NULL,
    error_at       timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, projection, generation)
);

ALTER TABLE projections.workers ENABLE ROW LEVEL SECURITY;
ALTER TABLE projections.workers FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON projections.workers USING (tenant_id = current_setting('ledger.tenant', true));

GRANT USAGE ON SCHEMA projections TO ledger_app;
GRANT SELECT ON projections.generations TO ledger_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON projections.workers TO ledger_app;
