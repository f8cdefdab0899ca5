CREATE TABLE {schema}.work (
    tenant_id   text        NOT NULL,
    stream      text        NOT NULL,
    connector   text        NOT NULL,
    severity    text        NOT NULL,
    ingested_at timestamptz NOT NULL,
    begun_at    timestamptz,
    closed_at   timestamptz,
    PRIMARY KEY (tenant_id, stream)
);

CREATE INDEX work_begun ON {schema}.work (tenant_id, connector, begun_at) WHERE begun_at IS NOT NULL;

-- Each stretch of time in which an alert was closed; one that lasts has no end. What was closed at a moment of the past is asked of it.
CREATE TABLE {schema}.closings (
    tenant_id text        NOT NULL,
    stream    text        NOT NULL,
    closed_at timestamptz NOT NULL,
    ended_at  timestamptz,
    PRIMARY KEY (tenant_id, stream, closed_at)
);
