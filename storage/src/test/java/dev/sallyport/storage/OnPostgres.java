package dev.sallyport.storage;

// Every contract, on a real PostgreSQL.

@On.Postgres
class PostgresPersonStoreTest extends PersonStoreContract {}

@On.Postgres
class PostgresSessionStoreTest extends SessionStoreContract {}

@On.Postgres
class PostgresSessionEndTest extends SessionEndContract {}

@On.Postgres
class PostgresRefreshStoreTest extends RefreshStoreContract {}

@On.Postgres
class PostgresOneTimeStoreTest extends OneTimeStoreContract {}

@On.Postgres
class PostgresKeyStoreTest extends KeyStoreContract {}

@On.Postgres
class PostgresAttemptStoreTest extends AttemptStoreContract {}

@On.Postgres
class PostgresClientStoreTest extends ClientStoreContract {}

@On.Postgres
class PostgresConsentStoreTest extends ConsentStoreContract {}

@On.Postgres
class PostgresIdentityStoreTest extends IdentityStoreContract {}

@On.Postgres
class PostgresArrivalStoreTest extends ArrivalStoreContract {}

@On.Postgres
class PostgresDeviceStoreTest extends DeviceStoreContract {}

@On.Postgres
class PostgresAuditLogTest extends AuditLogContract {}

@On.Postgres
class PostgresAuditSealsTest extends AuditSealsContract {}

@On.Postgres
class PostgresJobStoreTest extends JobStoreContract {}

@On.Postgres
class PostgresFileStoreTest extends FileStoreContract {}

@On.Postgres
class PostgresUploadStoreTest extends UploadStoreContract {}

@On.Postgres
class PostgresShareStoreTest extends ShareStoreContract {}

@On.Postgres
class PostgresAddressKeyStoreTest extends AddressKeyStoreContract {}

@On.Postgres
class PostgresRedeemCodeTest extends RedeemCodeContract {}

@On.Postgres
class PostgresMailboxesTest extends MailboxesContract {}

@On.Postgres
class PostgresJobDeskTest extends JobDeskContract {}

@On.Postgres
class PostgresLettersTest extends LettersContract {}

@On.Postgres
class PostgresExportStoreTest extends ExportStoreContract {}

@On.Postgres
class PostgresErasureTest extends ErasureContract {}

@On.Postgres
class PostgresDocumentStoreTest extends DocumentStoreContract {}

@On.Postgres
class PostgresDocumentListTest extends DocumentListContract {}
