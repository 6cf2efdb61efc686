-- Devices that wait for a person (RFC 8628). pace is in seconds; terms is JSON, null for the usual.
CREATE TABLE device_code (
    digest    TEXT ${binary} PRIMARY KEY,
    user_code TEXT ${binary} NOT NULL UNIQUE,
    client    TEXT ${binary} NOT NULL,
    scope     TEXT NOT NULL,
    terms     TEXT,
    state     TEXT NOT NULL,
    person    TEXT ${binary},
    session   TEXT ${binary},
    pace      INTEGER NOT NULL,
    polled    BIGINT,
    expires   BIGINT NOT NULL
);
CREATE INDEX device_code_expires ON device_code (expires);
