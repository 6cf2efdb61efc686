-- opened_in: the sign-on session in which an application was allowed to act while the person is away.
ALTER TABLE session ADD COLUMN opened_in TEXT ${binary};
CREATE INDEX session_opened_in ON session (opened_in) WHERE opened_in IS NOT NULL;

-- What a person has allowed a client, to be taken back.
CREATE INDEX refresh_family_of_person ON refresh_family (person, client);
