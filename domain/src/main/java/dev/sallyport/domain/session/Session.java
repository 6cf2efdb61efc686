package dev.sallyport.domain.session;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.AddressPseudonym;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A person signed in on one device, from sign-in to sign-out.
 *
 * @param csrf the digest of the CSRF token, for sessions of a browser (L08)
 * @param authenticated when the person last proved who they are in this session ({@code auth_time})
 * @param methods how, by the names of RFC 8176 ({@code amr})
 * @param device what the device said of itself (User-Agent), cut to 200 characters and cleaned of control characters
 */
public record Session(
        SessionId id,
        PersonId person,
        Kind kind,
        Optional<Digest> csrf,
        String device,
        Optional<AddressPseudonym> address,
        Instant created,
        Instant lastSeen,
        Instant expires,
        Optional<Instant> ended,
        Instant authenticated,
        List<String> methods) {

    public Session {
        methods = List.copyOf(methods);
    }

    /** How the session's credentials are held. */
    public enum Kind {
        /** In {@code HttpOnly} cookies of the product's own web app. */
        WEB,
        /** In the keystore of an app that sends {@code Authorization: Bearer}. */
        MOBILE,
        /** In a browser at the authorization endpoint: single sign-on. */
        SIGN_ON,
        /** An application that was allowed to act while the person is away ({@code offline_access}, devices). */
        GRANT
    }

    /** The same session after the person proved again who they are. */
    Session authenticatedBy(List<String> how, Instant now) {
        return new Session(id, person, kind, csrf, device, address, created, now, expires, ended, now, how);
    }

    /** The session of an application that the person let in, begun now; it ends with none of theirs. */
    public static Session ofGrant(
            SessionId id,
            PersonId person,
            String application,
            Optional<AddressPseudonym> address,
            Instant now,
            Instant expires,
            Instant authenticated,
            List<String> methods) {
        return new Session(
                id,
                person,
                Kind.GRANT,
                Optional.empty(),
                application,
                address,
                now,
                now,
                expires,
                Optional.empty(),
                authenticated,
                methods);
    }

    public boolean isLive(Instant now) {
        return ended.isEmpty() && now.isBefore(expires);
    }
}
