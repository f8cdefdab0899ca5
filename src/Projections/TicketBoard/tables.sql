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

-- The balance behind each event that changed it: now is the last one, and a moment of the past the last one up to it, however long the history is.
CREATE TABLE {schema}.balances (
    tenant_id       text        NOT NULL,
    connector       text        NOT NULL,
    position        bigint      NOT NULL,
    intents         bigint      NOT NULL,
    written         bigint      NOT NULL,
    already_in_sync bigint      NOT NULL,
    superseded      bigint      NOT NULL,
    failed          bigint      NOT NULL,
    waiting         bigint      NOT NULL,
    needs_person    bigint      NOT NULL,
    waiting_since   timestamptz,
    PRIMARY KEY (tenant_id, connector, position)
);
