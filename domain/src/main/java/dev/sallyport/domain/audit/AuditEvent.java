package dev.sallyport.domain.audit;

import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.AddressPseudonym;
import dev.sallyport.domain.session.SessionId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that happened to an account and that its owner or an administrator may want to know.
 *
 * @param details short facts by name, without secrets and without raw addresses
 */
public record AuditEvent(
        UUID id,
        Kind kind,
        Optional<PersonId> person,
        Optional<SessionId> session,
        Optional<AddressPseudonym> address,
        Map<String, String> details,
        Instant at) {

    public AuditEvent {
        details = Map.copyOf(details);
    }

    /** What happened; the wire name is what {@code /v1/activity} shows. */
    public enum Kind {
        ACCOUNT_CREATED("account.created"),
        REGISTERED_AGAIN("account.registered_again"),
        EMAIL_VERIFIED("email.verified"),
        EMAIL_CHANGED("email.changed"),
        ACCOUNT_DISABLED("account.disabled"),
        ACCOUNT_ENABLED("account.enabled"),
        ACCOUNT_SUSPENDED("account.suspended"),
        ACCOUNT_UNLOCKED("account.unlocked"),
        /** The person, or an operator for them, had the account closed for good. */
        ERASURE_BEGUN("account.erasure_begun"),
        /** Nothing of the account is left; the details say how much went. */
        ACCOUNT_ERASED("account.erased"),
        EXPORT_ASKED("export.asked"),
        EXPORT_MADE("export.made"),
        PROFILE_CHANGED("profile.changed"),
        ROLES_CHANGED("roles.changed"),
        PASSWORD_CHANGED("password.changed"),
        SIGNED_IN("session.signed_in"),
        SIGN_IN_FAILED("session.sign_in_failed"),
        SIGNED_OUT("session.signed_out"),
        SESSION_ENDED("session.ended"),
        REFRESH_REPLAYED("refresh.replayed"),
        CODE_REPLAYED("code.replayed"),
        /** A client could not be told that a session ended; the house gave it up. */
        CLIENT_NOT_TOLD("session.client_not_told"),
        CONSENT_GIVEN("consent.given"),
        CONSENT_WITHDRAWN("consent.withdrawn"),
        DEVICE_ALLOWED("device.allowed"),
        DEVICE_DENIED("device.denied"),
        TOKEN_EXCHANGED("token.exchanged"),
        ASSERTION_REDEEMED("assertion.redeemed"),
        IDENTITY_LINKED("identity.linked"),
        IDENTITY_REMOVED("identity.removed"),
        FILE_UPLOADED("file.uploaded"),
        /** What somebody sent was no clean file, by the word of the scanner. */
        FILE_REFUSED("file.refused"),
        FILE_SHARED("file.shared"),
        FILE_DELETED("file.deleted"),
        CLIENT_CHANGED("client.changed"),
        KEY_ROTATED("key.rotated"),
        /** An administrator had a job tried again, or discarded it. */
        JOB_CHANGED("job.changed"),
        /** An operator began to bring in the people of another program. */
        IMPORT_BEGUN("import.begun"),
        /** All of them were read; the details say how many came. */
        IMPORT_ENDED("import.ended");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        /** The kind of that wire name, or empty where there is none. */
        public static Optional<Kind> of(String wireName) {
            return Arrays.stream(values())
                    .filter(kind -> kind.wireName.equals(wireName))
                    .findFirst();
        }

        public String wireName() {
            return wireName;
        }
    }
}
