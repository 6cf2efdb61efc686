package dev.sallyport.auth.gate;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientStore;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.route.ClientGate;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Knows clients by {@code client_secret_basic} or {@code client_secret_post}, never by both at once. */
public final class ClientSecrets implements ClientGate {
    private static final int LONGEST_BODY = 64 * 1024;
    private static final String BASIC = "basic ";
    private final ClientStore clients;

    public ClientSecrets(ClientStore clients) {
        this.clients = clients;
    }

    private record Shown(String id, String secret) {}

    @Override
    @Spec("RFC 6749 §2.3.1")
    public Answer authenticate(Request request) {
        List<String> headers = request.headers().all("authorization");
        Optional<Shown> posted = posted(request);
        if (headers.size() > 1 || (headers.size() == 1 && posted.isPresent())) {
            return new Answer.Refused(Problem.malformed("Show the client's secret in one way, not in two."));
        }
        Optional<Shown> shown = headers.isEmpty() ? posted : basic(headers.getFirst());
        return shown.flatMap(this::known)
                .<Answer>map(Answer.Known::new)
                .orElseGet(() -> new Answer.Refused(
                        Problem.of(401, "invalid-client", "Unknown client", "The client or its secret is not known.")));
    }

    /** Every live secret is compared, in constant time each; an unknown client costs a comparison too. */
    private Optional<Client> known(Shown shown) {
        Optional<Client> client = id(shown.id()).flatMap(clients::byId).filter(Client::enabled);
        boolean right = client.map(Client::secrets).orElse(List.of()).stream()
                        .filter(digest -> digest.isOf(shown.secret()))
                        .count()
                > 0;
        return right ? client : Optional.empty();
    }

    private static Optional<ClientId> id(String text) {
        try {
            return Optional.of(new ClientId(text));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    private static Optional<Shown> basic(String header) {
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
                    : Optional.of(new Shown(decoded(text.substring(0, colon)), decoded(text.substring(colon + 1))));
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Reads the body, so the request must be one whose body can be read again. */
    private static Optional<Shown> posted(Request request) {
        if (!request.mediaType().equals("application/x-www-form-urlencoded")) {
            return Optional.empty();
        }
        try {
            byte[] bytes = request.body().bytes(LONGEST_BODY);
            return Params.parse(new String(bytes, StandardCharsets.UTF_8))
                    .flatMap(p -> p.first("client_secret")
                            .flatMap(secret -> p.first("client_id").map(id -> new Shown(id, secret))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
