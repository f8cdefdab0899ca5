-- Counters kept from the alert list's own changes. A cell for each combination that ever occurred: any facet is a sum over few rows.
-- touched is the position of the last event that changed what is counted, even if another took it back.
CREATE TABLE {schema}.dashboard_counts (
    tenant_id            text   NOT NULL,
    connector            text   NOT NULL,
    state                text   NOT NULL,
    severity             text   NOT NULL,
    status               text   NOT NULL,
    detection_source     text   NOT NULL,
    investigation_status text   NOT NULL,
    excluded_rule        text   NOT NULL,
    alerts               bigint NOT NULL,
    touched              bigint NOT NULL,
    PRIMARY KEY (tenant_id, connector, state, severity, status, detection_source, investigation_status, excluded_rule)
) WITH (fillfactor = 50);

-- Conservation: each alert is charged to its own connector and the UTC day of its first event.
CREATE TABLE {schema}.dashboard_days (
    tenant_id text   NOT NULL,
    connector text   NOT NULL,
    day       date   NOT NULL,
    ingested  bigint NOT NULL,
    shown     bigint NOT NULL,
    excluded  bigint NOT NULL,
    merged    bigint NOT NULL,
    touched   bigint NOT NULL,
    PRIMARY KEY (tenant_id, connector, day)
) WITH (fillfactor = 50);

CREATE TABLE {schema}.dashboard_hours (
    tenant_id      text        NOT NULL,
    connector      text        NOT NULL,
    hour           timestamptz NOT NULL,
    ingested       bigint      NOT NULL,
    first_position bigint      NOT NULL,
    touched        bigint      NOT NULL,
    PRIMARY KEY (tenant_id, connector, hour)
) WITH (fillfactor = 50);

-- By which a mark finds the hours since the mark before it.
CREATE INDEX dashboard_hours_time ON {schema}.dashboard_hours (tenant_id, hour);

-- Connectors that were ever configured, by the position of each name: one without alerts has a dashboard of zeros.
CREATE TABLE {schema}.dashboard_connectors (
    tenant_id text   NOT NULL,
    connector text   NOT NULL,
    position  bigint NOT NULL,
    kind      text   NOT NULL,
    name      text,
    PRIMARY KEY (tenant_id, connector, position)
);

-- Positions at which all counters are known: at every 250th, and at every change of the group rules. recorded is a time no later event is before.
CREATE TABLE {schema}.dashboard_marks (
    tenant_id text        NOT NULL,
    position  bigint      NOT NULL,
    recorded  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, position)
);

-- What the counters touched since the mark before were at a mark. The fold only adds to these: their keys are made behind it.
CREATE TABLE {schema}.dashboard_counts_past (
    tenant_id            text   NOT NULL,
    connector            text   NOT NULL,
    state                text   NOT NULL,
    severity             text   NOT NULL,
    status               text   NOT NULL,
    detection_source     text   NOT NULL,
    investigation_status text   NOT NULL,
    excluded_rule        text   NOT NULL,
    mark                 bigint NOT NULL,
    alerts               bigint NOT NULL
);

CREATE TABLE {schema}.dashboard_days_past (
    tenant_id text   NOT NULL,
    connector text   NOT NULL,
    day       date   NOT NULL,
    mark      bigint NOT NULL,
    ingested  bigint NOT NULL,
    shown     bigint NOT NULL,
    excluded  bigint NOT NULL,
    merged    bigint NOT NULL
);

CREATE TABLE {schema}.dashboard_hours_past (
    tenant_id text        NOT NULL,
    connector text        NOT NULL,
    hour      timestamptz NOT NULL,
    mark      bigint      NOT NULL,
    ingested  bigint      NOT NULL
);
