-- Counters kept from the alert list's own changes. A cell for each combination that occurs: any facet is a sum over few rows.
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
    PRIMARY KEY (tenant_id, connector, day)
) WITH (fillfactor = 50);

CREATE TABLE {schema}.dashboard_hours (
    tenant_id text        NOT NULL,
    connector text        NOT NULL,
    hour      timestamptz NOT NULL,
    ingested  bigint      NOT NULL,
    PRIMARY KEY (tenant_id, connector, hour)
) WITH (fillfactor = 50);

-- Connectors that were ever configured: one without alerts has a dashboard of zeros.
CREATE TABLE {schema}.dashboard_connectors (
    tenant_id text NOT NULL,
    connector text NOT NULL,
    kind      text NOT NULL,
    name      text,
    PRIMARY KEY (tenant_id, connector)
);
