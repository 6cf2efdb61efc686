-- Where a row of the log stands in the chain, and its proof; both are NULL until it is sealed.
ALTER TABLE audit_event ADD COLUMN place BIGINT;
ALTER TABLE audit_event ADD COLUMN mac TEXT;
CREATE UNIQUE INDEX audit_event_by_place ON audit_event (place);
CREATE INDEX audit_event_waiting ON audit_event (at, id) WHERE place IS NULL;

-- through: no row older than this was waiting when the seal was made. purged: when the rows of the seal were removed.
CREATE TABLE audit_seal (
    number     BIGINT PRIMARY KEY,
    first      BIGINT NOT NULL,
    last       BIGINT NOT NULL,
    through    BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    mac        TEXT NOT NULL,
    purged     BIGINT,
    purged_mac TEXT
);
