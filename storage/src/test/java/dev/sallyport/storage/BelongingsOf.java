package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.LATER;
import static dev.sallyport.storage.Samples.NOW;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.document.DocumentId;
import dev.sallyport.domain.document.Draft;
import dev.sallyport.domain.document.Expected;
import dev.sallyport.domain.document.Quota;
import dev.sallyport.domain.document.Space;
import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.FileName;
import dev.sallyport.domain.file.Reader;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.domain.file.Upload;
import dev.sallyport.domain.grant.Consent;
import dev.sallyport.domain.grant.DeviceRequest;
import dev.sallyport.domain.grant.DeviceStore;
import dev.sallyport.domain.grant.GrantTerms;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.identity.Identity;
import dev.sallyport.domain.identity.IdentityId;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.letter.KeptLetter;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.Export;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Somebody who has something of everything that names a person. */
final class BelongingsOf {
    private BelongingsOf() {}

    static Person added(Stores stores, String email) {
        Person person = Samples.person(email);
        PersonId id = person.id();
        stores.people().add(person, new PasswordHash("$argon2id$x"));
        stores.people().verifyEmail(id, new PasswordHash("$argon2id$y"));
        Session session = Samples.session(id);
        stores.sessions().open(session, Samples.family(session));
        stores.consents().remember(new Consent(id, new ClientId("shop"), Scope.of("profile"), NOW));
        stores.identities()
                .link(new Identity(new IdentityId(UUID.randomUUID()), id, "https://a.example", email, "a", "A", NOW));
        stores.oneTime().put(Purpose.RESET_PASSWORD, Digest.of(email), "payload " + id, id.toString(), LATER);
        device(stores, id, email);
        stores.audit()
                .append(new AuditEvent(
                        UUID.randomUUID(),
                        AuditEvent.Kind.SIGNED_IN,
                        Optional.of(id),
                        Optional.of(session.id()),
                        Optional.empty(),
                        Map.of(),
                        NOW));
        Job mail = job("mail", Map.of("to", email, "template", "invitation"));
        stores.jobs().add(mail);
        stores.jobs().add(job("notice", Map.of("person", id.toString())));
        stores.jobs().add(job("erase-person", Map.of("person", id.toString())));
        stores.keptLetters()
                .keep(new KeptLetter(UUID.randomUUID(), email, "en", "Hello", "Text", Optional.empty(), NOW), 100);
        var export = new Export(UUID.randomUUID(), id, NOW, Optional.empty(), Optional.empty());
        stores.exports()
                .open(export, job("export-person", Map.of("person", id.toString())), NOW.minus(Duration.ofHours(1)));
        stores.documents()
                .put(
                        Space.of("notes", id),
                        new DocumentId("one"),
                        Optional.of(id),
                        new Draft("{}", Map.of(), "{}"),
                        new Expected.Anything(),
                        new Quota(10, 1_000),
                        NOW);
        file(stores, new PersonId(UUID.randomUUID()), Optional.of(id));
        file(stores, id, Optional.empty());
        stores.uploads()
                .open(
                        new Upload(
                                new FileId(UUID.randomUUID()), id, new FileName("b"), "", 9, 0, 0, false, NOW, LATER),
                        1_000,
                        10);
        return person;
    }

    private static void device(Stores stores, PersonId id, String email) {
        Digest userCode = Digest.of("user " + email);
        stores.devices()
                .add(new DeviceRequest(
                        Digest.of("device " + email),
                        userCode,
                        new ClientId("tv"),
                        Scope.of("openid"),
                        GrantTerms.NONE,
                        DeviceRequest.State.PENDING,
                        Optional.empty(),
                        Duration.ofSeconds(5),
                        Optional.empty(),
                        LATER));
        var by = new DeviceRequest.Approval(id, new SessionId(UUID.randomUUID()));
        stores.devices().decide(userCode, new DeviceStore.Decision.Allow(by, GrantTerms.NONE), NOW);
    }

    private static void file(Stores stores, PersonId owner, Optional<PersonId> reader) {
        var file = new StoredFile(new FileId(UUID.randomUUID()), owner, "a.txt", 1, "text/plain", "aa", NOW);
        stores.files().add(file, 1_000);
        reader.ifPresent(id -> stores.shares().share(file.id(), owner, new Reader("person:" + id), 10));
    }

    private static Job job(String kind, Map<String, String> payload) {
        return new Job(UUID.randomUUID(), kind, Optional.empty(), payload, 0, NOW, NOW, Optional.empty());
    }
}
