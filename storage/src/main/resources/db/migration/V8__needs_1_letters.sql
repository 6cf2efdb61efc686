-- language: in which letters are written, a tag such as de. email_changed: when the address was last changed, until that is undone.
ALTER TABLE person ADD COLUMN language TEXT;
ALTER TABLE person ADD COLUMN email_changed BIGINT;

-- How far a long job has come.
ALTER TABLE job ADD COLUMN progress_done BIGINT;
ALTER TABLE job ADD COLUMN progress_all BIGINT;
CREATE INDEX job_by_age ON job (created, id);
CREATE INDEX job_of_kind ON job (kind, available) WHERE dead IS NULL;

-- How many letters went to one recipient in the time that ends then; the recipient is a digest.
CREATE TABLE letter_count (
    recipient TEXT ${binary} PRIMARY KEY,
    ends      BIGINT NOT NULL,
    letters   INTEGER NOT NULL
);
CREATE INDEX letter_count_ends ON letter_count (ends);

-- Letters of a house without a mail server, for its developer to read.
CREATE TABLE kept_letter (
    id        TEXT ${binary} PRIMARY KEY,
    recipient TEXT NOT NULL,
    language  TEXT NOT NULL,
    subject   TEXT NOT NULL,
    plain     TEXT NOT NULL,
    html      TEXT,
    written   BIGINT NOT NULL
);
CREATE INDEX kept_letter_by_age ON kept_letter (written, id);
