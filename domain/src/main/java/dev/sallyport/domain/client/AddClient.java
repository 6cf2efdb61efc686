package dev.sallyport.domain.client;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.grant.Scope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** An operator lets an application ask for tokens. Its secret is made here, told once, and kept as a digest (T32). */
public final class AddClient {
    private final ClientStore clients;
    private final RecordEvent events;
    private final InstantSource clock;
    private final RandomSource random;

    public AddClient(ClientStore clients, RecordEvent events, InstantSource clock, RandomSource random) {
        this.clients = clients;
        this.events = events;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What an operator says of an application.
     *
     * @param isPublic whether it cannot keep a secret, as a page or an app cannot
     * @param refreshInCookie whether its refresh token is a cookie (L04)
     * @param logout where it is told that a session has ended
     * @param certificate by which it proves itself where it has a name; then it has no secret
     */
    public record Application(
            ClientId id,
            String name,
            boolean isPublic,
            Set<GrantType> grants,
            Scope scopes,
            List<String> redirectUris,
            boolean refreshInCookie,
            LogoutUris logout,
            MutualTls certificate) {
        public Application {
            grants = Set.copyOf(grants);
            redirectUris = List.copyOf(redirectUris);
        }

        boolean hasSecret() {
            return !isPublic && certificate.name().isEmpty();
        }
    }

    /** What became of it. */
    public sealed interface Outcome {
        /** A client that proves itself by {@code secret}, which nobody can read again. */
        record Confidential(Client client, Secret secret) implements Outcome {}

        /** A client without a secret: one that can keep none, or one of a certificate. */
        record WithoutSecret(Client client) implements Outcome {}

        /** There is a client of this id; nothing was changed. */
        record Taken() implements Outcome {}

        /** @param objections everything that does not go together; nothing was kept */
        record Refused(List<String> objections) implements Outcome {
            public Refused {
                objections = List.copyOf(objections);
            }
        }
    }

    public Outcome add(Application application) {
        List<String> objections = objections(application).toList();
        if (!objections.isEmpty()) {
            return new Outcome.Refused(objections);
        }
        Secret secret = Secret.of(random.token());
        Instant now = clock.instant();
        Client client = client(application, secret, now);
        if (!clients.add(client)) {
            return new Outcome.Taken();
        }
        events.record(
                AuditEvent.Kind.CLIENT_CHANGED,
                Optional.empty(),
                Map.of("by", "operator", "client", client.id().value(), "change", "added"),
                now);
        return application.hasSecret() ? new Outcome.Confidential(client, secret) : new Outcome.WithoutSecret(client);
    }

    /** Everything that does not go together in it. */
    static Stream<String> objections(Application a) {
        return Stream.of(
                        ClientRules.objections(
                                a.isPublic(), a.grants(), !a.redirectUris().isEmpty(), a.refreshInCookie()),
                        a.redirectUris().stream()
                                .flatMap(uri -> RedirectUris.objection(uri).stream()
                                        .map(objection -> "the redirect URI " + uri + " " + objection)),
                        a.logout().objections(a.redirectUris()),
                        Stream.of("a client of a certificate can keep a secret and is not public")
                                .filter(why ->
                                        a.isPublic() && a.certificate().name().isPresent()))
                .flatMap(all -> all);
    }

    private static Client client(Application a, Secret secret, Instant now) {
        return new Client(
                a.id(),
                a.name(),
                a.isPublic(),
                a.hasSecret() ? List.of(Digest.of(secret.reveal())) : List.of(),
                a.grants(),
                a.scopes(),
                a.redirectUris(),
                a.refreshInCookie(),
                true,
                Client.Origin.ADDED,
                now,
                metadata(a));
    }

    private static ClientMetadata metadata(Application a) {
        ClientMetadata usual = ClientMetadata.NONE.with(a.logout()).with(a.certificate());
        return a.certificate().name().isPresent() ? usual.provedBy(ClientAuthentication.TLS) : usual;
    }
}
