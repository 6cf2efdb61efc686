package dev.sallyport.auth.oauth;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientStore;
import dev.sallyport.domain.grant.RefreshFamily;
import dev.sallyport.domain.grant.RefreshMember;
import dev.sallyport.domain.grant.RefreshSeal;
import dev.sallyport.domain.grant.StillGranted;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.kit.http.FormBody;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.route.AuthenticatedClient;
import dev.sallyport.kit.token.TokenVerifier;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /oauth2/introspect}: whether a token is good at this moment, and what it says. Of access tokens a confidential
 * client learns those that it got or that are for it; of refresh tokens only its own.
 */
public final class Introspection {
    private static final Map<String, Object> INACTIVE = Map.of("active", false);

    private final TokenVerifier tokens;
    private final RefreshSeal seal;
    private final StillGranted granted;
    private final PersonStore people;
    private final ClientStore clients;
    private final PersonClaims claims;
    private final String issuer;

    Introspection(
            TokenVerifier tokens,
            RefreshSeal seal,
            StillGranted granted,
            PersonStore people,
            ClientStore clients,
            PersonClaims claims,
            String issuer) {
        this.tokens = tokens;
        this.seal = seal;
        this.granted = granted;
        this.people = people;
        this.clients = clients;
        this.claims = claims;
        this.issuer = issuer;
    }

    @Spec("RFC 7662 §2.1")
    public Response handle(Request request, AuthenticatedClient asker) {
        if (asker.client().isPublic()) {
            return OAuthError.of(OAuthError.Code.INVALID_CLIENT, "introspection is for clients that can keep a secret")
                    .response();
        }
        return FormBody.read(
                request,
                form -> form.first("token")
                        .filter(token -> form.repeated().isEmpty())
                        .map(token ->
                                Response.json(200, told(token, asker.client())).header("cache-control", "no-store"))
                        .orElseGet(() -> OAuthError.invalidRequest("token is missing or came twice")
                                .response()));
    }

    @Spec("RFC 7662 §2.2")
    private Map<String, Object> told(String token, Client asker) {
        return switch (tokens.verify(token)) {
            case TokenVerifier.Verdict.Valid(AccessToken access) ->
                isFor(access, asker) && granted.access(access) ? claims(access) : INACTIVE;
            case TokenVerifier.Verdict.Invalid invalid ->
                seal.open(token)
                        .filter(member -> member.client().equals(asker.id()))
                        .flatMap(this::claims)
                        .orElse(INACTIVE);
        };
    }

    /** Whose business the token is: the client that got it, or a resource server it is for. */
    private boolean isFor(AccessToken token, Client asker) {
        return token.client().equals(asker.id())
                || token.audience().contains(asker.id().value())
                || token.audience().stream().anyMatch(asker.metadata().audiences()::contains)
                || (token.audience().contains(issuer) && asker.metadata().trusted());
    }

    private Map<String, Object> claims(AccessToken token) {
        var all = new LinkedHashMap<String, Object>();
        all.put("active", true);
        all.put("iss", token.issuer());
        all.put("sub", subject(token));
        all.put("aud", token.audience());
        all.put("client_id", token.client().value());
        all.put("scope", token.scope().toString());
        all.put("token_type", token.more().confirmation().isPresent() ? "DPoP" : "Bearer");
        all.put("exp", token.expires().getEpochSecond());
        all.put("iat", token.issued().getEpochSecond());
        all.put("jti", token.id());
        token.session().ifPresent(session -> all.put("sid", session.toString()));
        token.more()
                .confirmation()
                .ifPresent(key -> all.put("cnf", Map.of(key.kind().wireName(), key.thumbprint())));
        token.more().authenticated().ifPresent(time -> all.put("auth_time", time.getEpochSecond()));
        token.more().acr().ifPresent(acr -> all.put("acr", acr));
        token.more().actor().ifPresent(actor -> all.put("act", tree(actor)));
        token.more().authorizationDetails().ifPresent(details -> all.put("authorization_details", tree(details)));
        return all;
    }

    private static Object tree(String json) {
        return Json.tree(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The subject as its client knows it. */
    private String subject(AccessToken token) {
        Optional<Client> client =
                clients.byId(token.client()).filter(c -> token.session().isPresent());
        return client.filter(c -> c.metadata().pairwise())
                .flatMap(c -> people.byId(dev.sallyport.domain.person.PersonId.of(token.subject()))
                        .map(person -> claims.subject(person, c)))
                .orElse(token.subject());
    }

    private Optional<Map<String, Object>> claims(RefreshMember member) {
        return granted.refresh(member).map(family -> claims(member, family));
    }

    private Map<String, Object> claims(RefreshMember member, RefreshFamily family) {
        var all = new LinkedHashMap<String, Object>();
        all.put("active", true);
        all.put("iss", issuer);
        all.put("client_id", family.client().value());
        all.put("scope", family.scope().toString());
        all.put("exp", family.expires().getEpochSecond());
        all.put("iat", member.issued().getEpochSecond());
        all.put("token_type", "refresh_token");
        return all;
    }
}
