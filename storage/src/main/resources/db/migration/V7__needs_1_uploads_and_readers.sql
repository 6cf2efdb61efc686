-- Files that are still arriving. What is in received lies on the disk for good; size is kept free for its owner until then.
CREATE TABLE upload (
    id       TEXT ${binary} PRIMARY KEY,
    owner    TEXT ${binary} NOT NULL,
    name     TEXT NOT NULL,
    metadata TEXT NOT NULL,
    size     BIGINT NOT NULL,
    received BIGINT NOT NULL,
    turn     INTEGER NOT NULL,
    finished INTEGER NOT NULL,
    created  BIGINT NOT NULL,
    expires  BIGINT NOT NULL
);
CREATE INDEX upload_of_owner ON upload (owner, created, id);
CREATE INDEX upload_expires ON upload (expires);

-- Who may read a file beside its owner: everybody, or a person or a role by name.
ALTER TABLE file ADD COLUMN published INTEGER NOT NULL DEFAULT 0;
CREATE TABLE file_reader (
    file   TEXT ${binary} NOT NULL REFERENCES file (id) ON DELETE CASCADE,
    reader TEXT ${binary} NOT NULL,
    PRIMARY KEY (file, reader)
);
CREATE INDEX file_reader_by_reader ON file_reader (reader, file);
