-- One document a connector: its coverage is a union of windows, so it stays small however long it is polled.
CREATE TABLE {schema}.connectors (
    tenant_id text  NOT NULL,
    connector text  NOT NULL,
    document  jsonb NOT NULL,
    PRIMARY KEY (tenant_id, connector)
);
