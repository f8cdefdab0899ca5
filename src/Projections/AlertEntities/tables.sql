-- Which document the entities of each alert were read from.
CREATE TABLE {schema}.documents (
    tenant_id           text   NOT NULL,
    id                  uuid   NOT NULL,
    position            bigint NOT NULL,
    version_key         text   NOT NULL,
    version_modified_at text   NOT NULL,
    commitment          text,
    PRIMARY KEY (tenant_id, id)
);

-- Which alerts speak of an entity. An entity is known here by a name-based id: what it is called lies in the vault, from where it can be erased.
CREATE TABLE {schema}.sightings (
    tenant_id text   NOT NULL,
    alert_id  uuid   NOT NULL,
    entity    uuid   NOT NULL,
    position  bigint NOT NULL,
    PRIMARY KEY (tenant_id, alert_id, entity)
);
