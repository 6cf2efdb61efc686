package dev.sallyport.storage;

// The contracts of every store that is read through a replica, with a real standby.

@On.Replica
class ReplicaAuditLogTest extends AuditLogContract {}

@On.Replica
class ReplicaMailboxesTest extends MailboxesContract {}

@On.Replica
class ReplicaSessionStoreTest extends SessionStoreContract {}

@On.Replica
class ReplicaConsentStoreTest extends ConsentStoreContract {}

@On.Replica
class ReplicaIdentityStoreTest extends IdentityStoreContract {}

@On.Replica
class ReplicaFileStoreTest extends FileStoreContract {}

@On.Replica
class ReplicaUploadStoreTest extends UploadStoreContract {}

@On.Replica
class ReplicaShareStoreTest extends ShareStoreContract {}

@On.Replica
class ReplicaExportStoreTest extends ExportStoreContract {}

@On.Replica
class ReplicaDocumentStoreTest extends DocumentStoreContract {}

@On.Replica
class ReplicaDocumentListTest extends DocumentListContract {}
