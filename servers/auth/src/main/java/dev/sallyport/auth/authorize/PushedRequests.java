package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.domain.Digest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.token.OneTimeStore;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import dev.sallyport.kit.http.FormBody;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.AuthenticatedClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code POST /oauth2/par}: an authorization request sent by the client itself, checked at once and kept for a minute. */
public final class PushedRequests {
    private static final String PREFIX = "urn:ietf:params:oauth:request_uri:";
    private static final Duration LIFE = Duration.ofSeconds(60);

    /** What proves the client is no part of what it asks. */
    private static final Set<String> PROOFS = Set.of("client_secret", "client_assertion", "client_assertion_type");

    private final AuthorizeRequests requests;
    private final OneTimeStore store;
    private final InstantSource clock;
    private final RandomSource random;

    PushedRequests(AuthorizeRequests requests, OneTimeStore store, InstantSource clock, RandomSource random) {
        this.requests = requests;
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    static boolean isOurs(String uri) {
        return uri.startsWith(PREFIX);
    }

    @Spec("RFC 9126 §2")
    public Response handle(Request request, AuthenticatedClient client) {
        return FormBody.read(request, form -> {
            if (form.first("request_uri").isPresent()) {
                return OAuthError.invalidRequest("request_uri cannot be pushed").response();
            }
            return switch (requests.open(without(form, client.client()))) {
                case AuthorizeRequests.Opened.Broken(var back, var error) -> error.response();
                case AuthorizeRequests.Opened.Says(var params) -> read(params);
            };
        });
    }

    private Response read(Params params) {
        return switch (requests.read(params, true)) {
            case AuthorizeRequests.Read.Good good -> kept(params);
            case AuthorizeRequests.Read.Wrong(var redirect, var error) -> error.response();
            case AuthorizeRequests.Read.Unproven unproven ->
                OAuthError.invalidRequest("redirect_uri is not one of this client's")
                        .response();
        };
    }

    /** The request is the authenticated client's, whatever {@code client_id} it names (T48). */
    private static Params without(Params form, Client client) {
        var kept = new java.util.LinkedHashMap<String, List<String>>();
        form.all().forEach((name, values) -> {
            if (!PROOFS.contains(name)) {
                kept.put(name, values);
            }
        });
        kept.put("client_id", List.of(client.id().value()));
        return Params.of(kept);
    }

    @Spec("RFC 9126 §2.2")
    private Response kept(Params params) {
        String uri = PREFIX + random.token();
        store.put(
                Purpose.PUSHED_REQUEST,
                Digest.of(uri),
                params.encoded(),
                clock.instant().plus(LIFE));
        return Response.json(201, Map.of("request_uri", uri, "expires_in", LIFE.toSeconds()))
                .header("cache-control", "no-store");
    }
}
