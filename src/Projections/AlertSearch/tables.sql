-- What an alert can be found by, one text an alert. Only search reads it, so nothing else of the alert stands here but its place in the log.
CREATE TABLE {schema}.texts (
    tenant_id           text   NOT NULL,
    id                  uuid   NOT NULL,
    position            bigint NOT NULL,
    source_id           text   NOT NULL,
    version_key         text   NOT NULL,
    version_modified_at text   NOT NULL,
    text                text   NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
