-- Which clients registered themselves long ago, and whether anybody uses them.
CREATE INDEX client_registered ON client (created) WHERE origin = 'REGISTERED';
CREATE INDEX consent_of_client ON consent (client);
