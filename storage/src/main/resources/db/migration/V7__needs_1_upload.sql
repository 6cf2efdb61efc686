-- Files that are still arriving. What is in received lies on the disk for good; size is kept free for its owner until then.
CREATE TABLE upload (
    id       TEXT ${binary} PRIMARY KEY,
    owner    TEXT ${binary} NOT NULL,
    name     TEXT NOT NULL,
    metadata TEXT NOT NULL,
    size     BIGINT NOT NULL,
    received BIGINT NOT NULL,
    finished INTEGER NOT NULL,
    created  BIGINT NOT NULL,
    expires  BIGINT NOT NULL
);
CREATE INDEX upload_of_owner ON upload (owner, created, id);
CREATE INDEX upload_expires ON upload (expires);
