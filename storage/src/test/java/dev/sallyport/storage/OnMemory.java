package dev.sallyport.storage;

// Every contract, in memory.

@On.Memory
class MemoryPersonStoreTest extends PersonStoreContract {}

@On.Memory
class MemorySessionStoreTest extends SessionStoreContract {}

@On.Memory
class MemorySessionEndTest extends SessionEndContract {}

@On.Memory
class MemoryRefreshStoreTest extends RefreshStoreContract {}

@On.Memory
class MemoryOneTimeStoreTest extends OneTimeStoreContract {}

@On.Memory
class MemoryKeyStoreTest extends KeyStoreContract {}

@On.Memory
class MemoryAttemptStoreTest extends AttemptStoreContract {}

@On.Memory
class MemoryClientStoreTest extends ClientStoreContract {}

@On.Memory
class MemoryConsentStoreTest extends ConsentStoreContract {}

@On.Memory
class MemoryIdentityStoreTest extends IdentityStoreContract {}

@On.Memory
class MemoryArrivalStoreTest extends ArrivalStoreContract {}

@On.Memory
class MemoryDeviceStoreTest extends DeviceStoreContract {}

@On.Memory
class MemoryAuditLogTest extends AuditLogContract {}

@On.Memory
class MemoryAuditSealsTest extends AuditSealsContract {}

@On.Memory
class MemoryJobStoreTest extends JobStoreContract {}

@On.Memory
class MemoryFileStoreTest extends FileStoreContract {}

@On.Memory
class MemoryUploadStoreTest extends UploadStoreContract {}

@On.Memory
class MemoryShareStoreTest extends ShareStoreContract {}

@On.Memory
class MemoryAddressKeyStoreTest extends AddressKeyStoreContract {}

@On.Memory
class MemoryRedeemCodeTest extends RedeemCodeContract {}

@On.Memory
class MemoryMailboxesTest extends MailboxesContract {}

@On.Memory
class MemoryJobDeskTest extends JobDeskContract {}

@On.Memory
class MemoryLettersTest extends LettersContract {}

@On.Memory
class MemoryExportStoreTest extends ExportStoreContract {}

@On.Memory
class MemoryErasureTest extends ErasureContract {}

@On.Memory
class MemoryDocumentStoreTest extends DocumentStoreContract {}

@On.Memory
class MemoryDocumentListTest extends DocumentListContract {}
