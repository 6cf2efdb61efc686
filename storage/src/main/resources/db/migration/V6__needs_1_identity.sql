-- Accounts elsewhere that sign people in here (OpenID Connect, OAuth 2). An issuer's subject is one person's at most.
CREATE TABLE identity (
    id       TEXT ${binary} PRIMARY KEY,
    person   TEXT ${binary} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    issuer   TEXT ${binary} NOT NULL,
    subject  TEXT ${binary} NOT NULL,
    upstream TEXT NOT NULL,
    label    TEXT NOT NULL,
    linked   BIGINT NOT NULL,
    UNIQUE (issuer, subject)
);
CREATE INDEX identity_of_person ON identity (person, linked, id);
