-- Who asked for everything that is kept about them. progress: how far the archive has come; file: the archive, once it is whole.
CREATE TABLE personal_export (
    id            TEXT ${binary} PRIMARY KEY,
    person        TEXT ${binary} NOT NULL,
    asked         BIGINT NOT NULL,
    progress_done BIGINT,
    progress_all  BIGINT,
    file          TEXT ${binary}
);
CREATE INDEX personal_export_of_person ON personal_export (person, asked, id);
CREATE INDEX personal_export_by_age ON personal_export (asked);
