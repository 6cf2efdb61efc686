-- Times are milliseconds since 1970, ids are UUID texts, digests are base64url texts, sets are texts joined by a space.
-- One text for both databases: ${blob} is BYTEA or BLOB, ${binary} makes texts compare byte by byte.

CREATE TABLE person (
    id             TEXT ${binary} PRIMARY KEY,
    email          TEXT ${binary} NOT NULL UNIQUE,
    email_verified INTEGER NOT NULL,
    name           TEXT NOT NULL,
    state          TEXT NOT NULL,
    created        BIGINT NOT NULL,
    password       TEXT
);
CREATE INDEX person_by_age ON person (created, id);

CREATE TABLE person_role (
    person TEXT ${binary} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    role   TEXT ${binary} NOT NULL,
    PRIMARY KEY (person, role)
);
CREATE INDEX person_role_by_role ON person_role (role);

CREATE TABLE session (
    id          TEXT ${binary} PRIMARY KEY,
    person      TEXT ${binary} NOT NULL,
    kind        TEXT NOT NULL,
    csrf        TEXT,
    device      TEXT NOT NULL,
    address_day TEXT,
    address     TEXT,
    created     BIGINT NOT NULL,
    last_seen   BIGINT NOT NULL,
    expires     BIGINT NOT NULL,
    ended       BIGINT,
    authenticated BIGINT NOT NULL,
    methods     TEXT NOT NULL
);
CREATE INDEX session_of_person ON session (person, created, id);
CREATE INDEX session_expires ON session (expires);
CREATE INDEX session_ended ON session (ended) WHERE ended IS NOT NULL;

-- One row per family; a rotation changes no indexed column. terms is JSON, null for the usual.
CREATE TABLE refresh_family (
    id       TEXT ${binary} PRIMARY KEY,
    session  TEXT ${binary} NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    person   TEXT ${binary} NOT NULL,
    client   TEXT ${binary} NOT NULL,
    scope    TEXT NOT NULL,
    number   INTEGER NOT NULL,
    member   TEXT NOT NULL,
    previous TEXT,
    rotated  BIGINT NOT NULL,
    created  BIGINT NOT NULL,
    expires  BIGINT NOT NULL,
    revoked  BIGINT,
    terms    TEXT
);
CREATE INDEX refresh_family_of_session ON refresh_family (session);
CREATE INDEX refresh_family_expires ON refresh_family (expires);
CREATE INDEX refresh_family_revoked ON refresh_family (revoked) WHERE revoked IS NOT NULL;

-- subject: whose value it is, short enough for an index; a payload may be longer than PostgreSQL can index.
CREATE TABLE one_time (
    purpose TEXT ${binary} NOT NULL,
    digest  TEXT ${binary} NOT NULL,
    payload TEXT NOT NULL,
    subject TEXT ${binary},
    expires BIGINT NOT NULL,
    used    BIGINT,
    PRIMARY KEY (purpose, digest)
);
CREATE INDEX one_time_of_subject ON one_time (purpose, subject) WHERE subject IS NOT NULL;
CREATE INDEX one_time_expires ON one_time (expires);

CREATE TABLE signing_key (
    id             TEXT ${binary} PRIMARY KEY,
    algorithm      TEXT NOT NULL,
    public_jwk     TEXT NOT NULL,
    sealed_private ${blob} NOT NULL,
    created        BIGINT NOT NULL,
    signs_from     BIGINT NOT NULL,
    signs_until    BIGINT NOT NULL,
    leaves         BIGINT NOT NULL
);

-- places: when each attempt now in judgement began, joined by a space.
CREATE TABLE attempt (
    name             TEXT ${binary} PRIMARY KEY,
    failures         INTEGER NOT NULL,
    places           TEXT NOT NULL,
    remembered_until BIGINT NOT NULL,
    suspended_until  BIGINT,
    matters_until    BIGINT NOT NULL
);
CREATE INDEX attempt_matters_until ON attempt (matters_until);

-- redirect_uris are joined by a line feed; metadata is JSON, null for the usual.
CREATE TABLE client (
    id                TEXT ${binary} PRIMARY KEY,
    name              TEXT NOT NULL,
    is_public         INTEGER NOT NULL,
    secrets           TEXT NOT NULL,
    grants            TEXT NOT NULL,
    scopes            TEXT NOT NULL,
    redirect_uris     TEXT NOT NULL,
    refresh_in_cookie INTEGER NOT NULL,
    enabled           INTEGER NOT NULL,
    origin            TEXT NOT NULL,
    created           BIGINT NOT NULL,
    metadata          TEXT
);

CREATE TABLE consent (
    person TEXT ${binary} NOT NULL,
    client TEXT ${binary} NOT NULL,
    scope  TEXT NOT NULL,
    given  BIGINT NOT NULL,
    PRIMARY KEY (person, client)
);

CREATE TABLE audit_event (
    id          TEXT ${binary} PRIMARY KEY,
    kind        TEXT NOT NULL,
    person      TEXT ${binary},
    session     TEXT ${binary},
    address_day TEXT,
    address     TEXT,
    details     TEXT NOT NULL,
    at          BIGINT NOT NULL
);
CREATE INDEX audit_event_of_person ON audit_event (person, at, id);
CREATE INDEX audit_event_by_age ON audit_event (at, id);

-- available: when the job may next be taken, which is its due time or the end of its lease.
-- waiting_key: job_key while nobody has begun it, so that the same work does not wait twice.
CREATE TABLE job (
    id          TEXT ${binary} PRIMARY KEY,
    kind        TEXT ${binary} NOT NULL,
    job_key     TEXT ${binary},
    waiting_key TEXT ${binary},
    payload     TEXT NOT NULL,
    tries       INTEGER NOT NULL,
    due         BIGINT NOT NULL,
    available   BIGINT NOT NULL,
    created     BIGINT NOT NULL,
    last_error  TEXT,
    dead        BIGINT,
    UNIQUE (kind, waiting_key)
);
CREATE INDEX job_available ON job (available) WHERE dead IS NULL;
CREATE INDEX job_dead ON job (dead) WHERE dead IS NOT NULL;

CREATE TABLE file (
    id      TEXT ${binary} PRIMARY KEY,
    owner   TEXT ${binary} NOT NULL,
    name    TEXT NOT NULL,
    size    BIGINT NOT NULL,
    type    TEXT NOT NULL,
    digest  TEXT ${binary} NOT NULL,
    created BIGINT NOT NULL
);
CREATE INDEX file_of_owner ON file (owner, created, id);
CREATE INDEX file_of_content ON file (digest);

CREATE TABLE address_key (
    day    TEXT ${binary} PRIMARY KEY,
    sealed ${blob} NOT NULL
);
