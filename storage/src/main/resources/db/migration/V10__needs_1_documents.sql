-- Documents of declared collections. space: the person whose they are, empty for the space that all share.
-- Indexes by number and by value begin with one text for all that is equal: beside a key of the same columns PostgreSQL would take
-- either, as long as it knows nothing of a new table, and the wrong one reads a whole space.
-- version: the number of the last change in the space. index_form: after which declaration document_index holds its values.
CREATE TABLE document (
    collection TEXT ${binary} NOT NULL,
    space      TEXT ${binary} NOT NULL,
    id         TEXT ${binary} NOT NULL,
    owner      TEXT ${binary},
    body       TEXT NOT NULL,
    size       BIGINT NOT NULL,
    version    BIGINT NOT NULL,
    index_form TEXT ${binary} NOT NULL,
    created    BIGINT NOT NULL,
    changed    BIGINT NOT NULL,
    PRIMARY KEY (collection, space, id)
);
CREATE UNIQUE INDEX document_by_version ON document ((collection || '/' || space), version);
CREATE INDEX document_of_owner ON document (owner, collection, space, id) WHERE owner IS NOT NULL;
CREATE INDEX document_by_form ON document (collection, index_form);

-- The values of indexed fields as texts that sort like them; a document has one row for each field, and one for its age.
CREATE TABLE document_index (
    collection TEXT ${binary} NOT NULL,
    space      TEXT ${binary} NOT NULL,
    field      TEXT ${binary} NOT NULL,
    value      TEXT ${binary} NOT NULL,
    id         TEXT ${binary} NOT NULL,
    PRIMARY KEY (collection, space, id, field),
    FOREIGN KEY (collection, space, id) REFERENCES document (collection, space, id) ON DELETE CASCADE
);
CREATE INDEX document_index_by_value ON document_index ((collection || '/' || space || '/' || field), value, id);

-- What was taken away lately, for those who follow changes.
CREATE TABLE document_gone (
    collection TEXT ${binary} NOT NULL,
    space      TEXT ${binary} NOT NULL,
    id         TEXT ${binary} NOT NULL,
    version    BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (space, collection, id)
);
CREATE UNIQUE INDEX document_gone_by_version ON document_gone ((collection || '/' || space), version);

-- Whoever writes in a space holds its row: so changes have numbers without a gap, in the order in which they are seen.
-- Where a shared space holds documents of persons, each of them has a row too, for their quota.
CREATE TABLE document_tally (
    collection  TEXT ${binary} NOT NULL,
    name        TEXT ${binary} NOT NULL,
    documents   BIGINT NOT NULL,
    bytes       BIGINT NOT NULL,
    last_change BIGINT NOT NULL,
    PRIMARY KEY (name, collection)
);
