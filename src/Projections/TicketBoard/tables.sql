CREATE TABLE {schema}.intents (
    tenant_id          text        NOT NULL,
    intent             uuid        NOT NULL,
    alert_id           uuid        NOT NULL,
    connector          text        NOT NULL,
    workspace          text        NOT NULL,
    incident           text        NOT NULL,
    cause              text        NOT NULL,
    wanted             jsonb       NOT NULL,
    replaces           uuid,
    requested_position bigint      NOT NULL,
    requested_at       timestamptz NOT NULL,
    state              text        NOT NULL,
    settled_position   bigint,
    settled_at         timestamptz,
    attempts           integer     NOT NULL,
    outcome            jsonb,
    retried_by         uuid,
    PRIMARY KEY (tenant_id, intent)
);

CREATE INDEX intents_by_position ON {schema}.intents (tenant_id, requested_position);
CREATE INDEX intents_by_state ON {schema}.intents (tenant_id, connector, state, requested_position);
CREATE INDEX intents_by_alert ON {schema}.intents (tenant_id, alert_id, requested_position);
