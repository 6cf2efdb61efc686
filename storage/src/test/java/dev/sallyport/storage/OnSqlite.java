package dev.sallyport.storage;

// Every contract, on SQLite.

@On.Sqlite
class SqlitePersonStoreTest extends PersonStoreContract {}

@On.Sqlite
class SqliteSessionStoreTest extends SessionStoreContract {}

@On.Sqlite
class SqliteSessionEndTest extends SessionEndContract {}

@On.Sqlite
class SqliteRefreshStoreTest extends RefreshStoreContract {}

@On.Sqlite
class SqliteOneTimeStoreTest extends OneTimeStoreContract {}

@On.Sqlite
class SqliteKeyStoreTest extends KeyStoreContract {}

@On.Sqlite
class SqliteAttemptStoreTest extends AttemptStoreContract {}

@On.Sqlite
class SqliteClientStoreTest extends ClientStoreContract {}

@On.Sqlite
class SqliteConsentStoreTest extends ConsentStoreContract {}

@On.Sqlite
class SqliteIdentityStoreTest extends IdentityStoreContract {}

@On.Sqlite
class SqliteArrivalStoreTest extends ArrivalStoreContract {}

@On.Sqlite
class SqliteDeviceStoreTest extends DeviceStoreContract {}

@On.Sqlite
class SqliteAuditLogTest extends AuditLogContract {}

@On.Sqlite
class SqliteAuditSealsTest extends AuditSealsContract {}

@On.Sqlite
class SqliteJobStoreTest extends JobStoreContract {}

@On.Sqlite
class SqliteFileStoreTest extends FileStoreContract {}

@On.Sqlite
class SqliteUploadStoreTest extends UploadStoreContract {}

@On.Sqlite
class SqliteShareStoreTest extends ShareStoreContract {}

@On.Sqlite
class SqliteAddressKeyStoreTest extends AddressKeyStoreContract {}

@On.Sqlite
class SqliteRedeemCodeTest extends RedeemCodeContract {}

@On.Sqlite
class SqliteMailboxesTest extends MailboxesContract {}

@On.Sqlite
class SqliteJobDeskTest extends JobDeskContract {}

@On.Sqlite
class SqliteLettersTest extends LettersContract {}

@On.Sqlite
class SqliteExportStoreTest extends ExportStoreContract {}

@On.Sqlite
class SqliteErasureTest extends ErasureContract {}

@On.Sqlite
class SqliteDocumentStoreTest extends DocumentStoreContract {}

@On.Sqlite
class SqliteDocumentListTest extends DocumentListContract {}
