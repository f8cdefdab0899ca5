-- The document is json and not jsonb: it is written and read whole, and taking it apart costs more than all the rest of the row.
CREATE TABLE {schema}.alerts (
    tenant_id text  NOT NULL,
    id        uuid  NOT NULL,
    stream    text  NOT NULL,
    document  json  NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

CREATE TABLE {schema}.notes (
    tenant_id text        NOT NULL,
    alert_id  uuid        NOT NULL,
    position  bigint      NOT NULL,
    written   timestamptz NOT NULL,
    by_kind   text        NOT NULL,
    by_name   text        NOT NULL,
    body      text        NOT NULL,
    PRIMARY KEY (tenant_id, alert_id, position)
);
