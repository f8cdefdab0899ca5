CREATE TABLE {schema}.alerts (
    tenant_id            text        NOT NULL,
    id                   uuid        NOT NULL,
    stream               text        NOT NULL,
    connector            text        NOT NULL,
    kind                 text        NOT NULL,
    source_id            text        NOT NULL,
    ingested_position    bigint      NOT NULL,
    ingested_at          timestamptz NOT NULL,
    version_key          text        NOT NULL,
    version_modified_at  text        NOT NULL,
    title                text        NOT NULL,
    severity             text        NOT NULL,
    status               text        NOT NULL,
    detection_source     text,
    products             jsonb       NOT NULL,
    created_at           text,
    modified_at          text,
    modified_order       bigint      NOT NULL,
    revised_at           timestamptz,
    url                  text,
    workspace            text,
    group_keys           jsonb       NOT NULL,
    excluded_rule        text,
    excluded_reason      text,
    redirected_to        text,
    redirected_by        text,
    investigation_status text        NOT NULL,
    conclusion           text,
    assignee             text,
    erased               boolean     NOT NULL,
    group_id             uuid,
    group_rule           text,
    group_revision       int,
    group_size           int         NOT NULL,
    leader_id            uuid,
    state                text        NOT NULL,
    since                bigint      NOT NULL,
    PRIMARY KEY (tenant_id, id)
) WITH (fillfactor = 85);

-- Versions that hold no more: each held from the event at since up to the one before until. Only ever added to, and never read by the fold: even the
-- primary key is made behind it.
CREATE TABLE {schema}.alerts_past (
    tenant_id            text        NOT NULL,
    id                   uuid        NOT NULL,
    since                bigint      NOT NULL,
    until                bigint      NOT NULL,
    connector            text        NOT NULL,
    kind                 text        NOT NULL,
    source_id            text        NOT NULL,
    ingested_position    bigint      NOT NULL,
    ingested_at          timestamptz NOT NULL,
    version_key          text        NOT NULL,
    title                text        NOT NULL,
    severity             text        NOT NULL,
    status               text        NOT NULL,
    detection_source     text,
    products             jsonb       NOT NULL,
    created_at           text,
    modified_at          text,
    modified_order       bigint      NOT NULL,
    revised_at           timestamptz,
    url                  text,
    workspace            text,
    excluded_rule        text,
    excluded_reason      text,
    redirected_to        text,
    investigation_status text        NOT NULL,
    conclusion           text,
    assignee             text,
    erased               boolean     NOT NULL,
    group_id             uuid,
    group_rule           text,
    state                text        NOT NULL
);

-- By which the fold finds a group's members; readers' indexes stand in indexes.sql.
CREATE INDEX alerts_group ON {schema}.alerts (tenant_id, group_id) WHERE group_id IS NOT NULL;

-- Which Sentinel incidents claim a key, and which Defender items offer it: found by key when either side arrives or changes.
CREATE TABLE {schema}.group_claims (
    tenant_id text   NOT NULL,
    key       text   NOT NULL,
    position  bigint NOT NULL,
    alert_id  uuid   NOT NULL,
    PRIMARY KEY (tenant_id, key, position)
);

CREATE TABLE {schema}.group_offers (
    tenant_id text   NOT NULL,
    key       text   NOT NULL,
    position  bigint NOT NULL,
    alert_id  uuid   NOT NULL,
    PRIMARY KEY (tenant_id, key, position)
);

-- Every revision, by the position from which it was in force.
CREATE TABLE {schema}.group_rules (
    tenant_id text   NOT NULL,
    position  bigint NOT NULL,
    revision  int    NOT NULL,
    rules     jsonb  NOT NULL,
    PRIMARY KEY (tenant_id, position)
);
