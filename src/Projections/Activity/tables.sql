CREATE TABLE {schema}.acts (
    tenant_id  text        NOT NULL,
    position   bigint      NOT NULL,
    at         timestamptz NOT NULL,
    what       text        NOT NULL,
    by_kind    text        NOT NULL,
    by_name    text        NOT NULL,
    connector  text,
    alert_id   uuid,
    summary    text        NOT NULL,
    PRIMARY KEY (tenant_id, position)
);
