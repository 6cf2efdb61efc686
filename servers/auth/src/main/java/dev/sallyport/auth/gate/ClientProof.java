package dev.sallyport.auth.gate;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientAuthentication;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientStore;
import dev.sallyport.kit.http.ClientCertificate;
import dev.sallyport.kit.http.FormBody;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.ClientGate;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Knows clients by what they prove: a secret (basic or post), an assertion signed with their key, the certificate of their
 * connection, or, for a public client, nothing but its name. Proof comes in one way, never in two, and in the way that the client's metadata pins.
 */
public final class ClientProof implements ClientGate {
    private static final int LONGEST_BODY = 64 * 1024;
    private static final String BASIC = "basic ";

    private final ClientLookup clients;
    private final Assertions assertions;
    private final Certificates certificates;
    private final String realm;

    /** @param realm the issuer, for the challenge */
    public ClientProof(ClientLookup clients, Assertions assertions, Certificates certificates, String realm) {
        this.clients = clients;
        this.assertions = assertions;
        this.certificates = certificates;
        this.realm = realm;
    }

    /** Where clients are found: the store, and whatever else stands for one. */
    @FunctionalInterface
    public interface ClientLookup {
        Optional<Client> byId(ClientId id);

        static ClientLookup in(ClientStore store) {
            return store::byId;
        }
    }

    /** Judges a signed assertion (RFC 7523 §3): empty when it holds, and else why not. */
    @FunctionalInterface
    public interface Assertions {
        Assertions NONE = (client, assertion) -> Optional.of("client assertions are not taken here");

        Optional<String> objection(Client client, String assertion);

        /** Who the assertion says it is of, unproven; the {@code sub} claim. */
        default Optional<String> subject(String assertion) {
            return Optional.empty();
        }
    }

    /** Judges a certificate that was shown in the handshake (RFC 8705 §2): empty when it is the client's, and else why not. */
    @FunctionalInterface
    public interface Certificates {
        Certificates NONE = (client, shown) -> Optional.of("client certificates are not taken here");

        Optional<String> objection(Client client, ClientCertificate shown);
    }

    /** What a request shows for a proof. */
    private sealed interface Shown {
        record Secret(ClientAuthentication way, String id, String secret) implements Shown {}

        record Assertion(String id, String assertion) implements Shown {}

        record NameOnly(String id) implements Shown {}

        record Broken(String why) implements Shown {}
    }

    @Override
    @Spec("RFC 6749 §2.3.1")
    public Answer authenticate(Request request) {
        return switch (shown(request)) {
            case Shown.Broken(var why) -> new Answer.Refused(error(400, "invalid_request", why));
            case Shown.Secret(var way, var id, var secret) ->
                known(id)
                        .filter(client -> takes(client, way) && holds(client, secret))
                        .<Answer>map(Answer.Known::new)
                        .orElseGet(this::unknown);
            case Shown.Assertion(var id, var assertion) ->
                known(id)
                        .filter(client -> way(client) == ClientAuthentication.PRIVATE_KEY_JWT)
                        .map(client -> asserted(client, assertion))
                        .orElseGet(this::unknown);
            case Shown.NameOnly(var id) ->
                known(id).flatMap(client -> named(client, request)).orElseGet(this::unknown);
        };
    }

    /** A public client needs nothing but its name; another has shown what is to prove it before it spoke. */
    @Spec("RFC 8705 §2")
    private Optional<Answer> named(Client client, Request request) {
        return switch (way(client)) {
            case NONE -> Optional.<Answer>of(new Answer.Known(client)).filter(known -> client.isPublic());
            case TLS, SELF_SIGNED_TLS -> request.certificate().map(shown -> certified(client, shown));
            case SECRET_BASIC, SECRET_POST, PRIVATE_KEY_JWT -> Optional.empty();
        };
    }

    private Answer certified(Client client, ClientCertificate shown) {
        return certificates
                .objection(client, shown)
                .<Answer>map(why -> new Answer.Refused(error(401, "invalid_client", why)))
                .orElseGet(() -> new Answer.Known(client));
    }

    private Answer asserted(Client client, String assertion) {
        return assertions
                .objection(client, assertion)
                .<Answer>map(why -> new Answer.Refused(error(401, "invalid_client", why)))
                .orElseGet(() -> new Answer.Known(client));
    }

    /** Every live secret is compared, in constant time each. */
    private static boolean holds(Client client, String secret) {
        return client.secrets().stream().filter(digest -> digest.isOf(secret)).count() > 0;
    }

    private static ClientAuthentication way(Client client) {
        return client.metadata()
                .authentication()
                .orElse(client.isPublic() ? ClientAuthentication.NONE : ClientAuthentication.SECRET_BASIC);
    }

    /** A client that did not say how takes its secret either way. */
    private static boolean takes(Client client, ClientAuthentication shown) {
        return !client.isPublic()
                && client.metadata().authentication().map(shown::equals).orElse(true);
    }

    private Optional<Client> known(String id) {
        try {
            return clients.byId(new ClientId(id)).filter(Client::enabled);
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    /** The same for an unknown client and a wrong proof. */
    private Answer unknown() {
        return new Answer.Refused(error(401, "invalid_client", "the client is not known or did not prove who it is")
                .header("www-authenticate", "Basic realm=\"" + realm + "\", charset=\"UTF-8\""));
    }

    private static Response error(int status, String name, String why) {
        return Response.json(status, Map.of("error", name, "error_description", why))
                .header("cache-control", "no-store");
    }

    private Shown shown(Request request) {
        List<String> headers = request.headers().all("authorization");
        Optional<Params> form = form(request);
        if (form.isEmpty() || headers.size() > 1) {
            return new Shown.Broken("the request cannot be read");
        }
        Optional<String> id = form.get().first("client_id");
        Optional<String> secret = form.get().first("client_secret");
        Optional<String> assertion = form.get().first("client_assertion");
        int ways = headers.size() + (secret.isPresent() ? 1 : 0) + (assertion.isPresent() ? 1 : 0);
        if (ways > 1) {
            return new Shown.Broken("the client proves itself in one way, not in two");
        }
        if (!headers.isEmpty()) {
            return basic(headers.getFirst())
                    .filter(shown -> id.isEmpty() || id.get().equals(shown.id()))
                    .<Shown>map(shown -> shown)
                    .orElseGet(() -> new Shown.Broken("Authorization is not Basic with this client's id and secret"));
        }
        return assertion
                .map(jwt -> asserting(form.get(), id, jwt))
                .or(() -> secret.flatMap(
                        s -> id.<Shown>map(i -> new Shown.Secret(ClientAuthentication.SECRET_POST, i, s))))
                .or(() -> id.map(Shown.NameOnly::new))
                .orElseGet(() -> new Shown.NameOnly(""));
    }

    private Shown asserting(Params form, Optional<String> id, String assertion) {
        boolean typed = form.first("client_assertion_type")
                .filter("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"::equals)
                .isPresent();
        return typed
                ? id.or(() -> assertions.subject(assertion))
                        .<Shown>map(i -> new Shown.Assertion(i, assertion))
                        .orElseGet(() -> new Shown.Broken("the client assertion cannot be read"))
                : new Shown.Broken("client_assertion_type is not that of a JWT");
    }

    private static Optional<Shown.Secret> basic(String header) {
        if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            byte[] bytes =
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            String text = new String(bytes, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Shown.Secret(
                            ClientAuthentication.SECRET_BASIC,
                            decoded(text.substring(0, colon)),
                            decoded(text.substring(colon + 1))));
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The form, of which no proof may come twice; the guard has made sure that the body can be read again. */
    private static Optional<Params> form(Request request) {
        if (!request.mediaType().equals(FormBody.MEDIA_TYPE)) {
            return Optional.of(Params.NONE);
        }
        try {
            byte[] bytes = request.body().bytes(LONGEST_BODY);
            return Params.parse(new String(bytes, StandardCharsets.UTF_8))
                    .filter(params -> params.repeated().stream().noneMatch(name -> name.startsWith("client_")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
