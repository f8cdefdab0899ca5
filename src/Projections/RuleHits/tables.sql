-- How often each rule excluded, by the week (its Monday, UTC) of the decision.
CREATE TABLE {schema}.rule_hits (
    tenant_id     text        NOT NULL,
    connector     text        NOT NULL,
    rule          text        NOT NULL,
    week          date        NOT NULL,
    hits          bigint      NOT NULL,
    last_hit      timestamptz NOT NULL,
    last_position bigint      NOT NULL,
    PRIMARY KEY (tenant_id, connector, rule, week)
);
