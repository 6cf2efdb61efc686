-- What a person has allowed on a device, to be taken back before the device asks for it.
CREATE INDEX device_code_of_person ON device_code (person, client) WHERE person IS NOT NULL;
