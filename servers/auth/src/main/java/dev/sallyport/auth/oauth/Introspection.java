package dev.sallyport.auth.oauth;

import dev.sallyport.auth.token.KeyRing;
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
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code POST /oauth2/introspect}: whether a token is good at this moment, and what it says. Of access tokens a confidential
 * client learns those that it got or that are for it; of refresh tokens only its own.
 */
public final class Introspection {
    private static final Map<String, Object> INACTIVE = Map.of("active", false);
    private static final String JWT = "application/token-introspection+jwt";

    /** A quality of nothing (RFC 9110 §12.4.2). */
    private static final Pattern NOT_WANTED = Pattern.compile("\\bq\\s*=\\s*0(\\.0*)?\\s*($|;)");

    private final TokenVerifier tokens;
    private final RefreshSeal seal;
    private final StillGranted granted;
    private final PersonStore people;
    private final ClientStore clients;
    private final PersonClaims claims;
    private final KeyRing keys;
    private final String issuer;
    private final InstantSource clock;

    Introspection(
            TokenVerifier tokens,
            RefreshSeal seal,
            StillGranted granted,
            PersonStore people,
            ClientStore clients,
            PersonClaims claims,
            KeyRing keys,
            String issuer,
            InstantSource clock) {
        this.tokens = tokens;
        this.seal = seal;
        this.granted = granted;
        this.people = people;
        this.clients = clients;
        this.claims = claims;
        this.keys = keys;
        this.issuer = issuer;
        this.clock = clock;
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
                        .map(token -> answer(request, told(token, asker.client()), asker.client())
                                .header("cache-control", "no-store"))
                        .orElseGet(() -> OAuthError.invalidRequest("token is missing or came twice")
                                .response()));
    }

    /** Signed where it is asked for so, for a resource server that must be able to show later what it was told. */
    @Spec("RFC 9701 §4")
    @Spec("RFC 9701 §5")
    private Response answer(Request request, Map<String, Object> told, Client asker) {
        if (!wantsJwt(request)) {
            return Response.json(200, told);
        }
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", issuer);
        claims.put("aud", asker.id().value());
        claims.put("iat", clock.instant().getEpochSecond());
        claims.put("token_introspection", told);
        String jwt = keys.sign(keys.usual(), "token-introspection+jwt", Json.text(claims));
        return Response.of(200).header("content-type", JWT).body(jwt.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean wantsJwt(Request request) {
        return request.headers().all("accept").stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(range -> range.toLowerCase(Locale.ROOT).split(";", 2))
                .anyMatch(range -> range[0].strip().equals(JWT)
                        && (range.length == 1 || !NOT_WANTED.matcher(range[1]).find()));
    }

    @Spec("RFC 7662 §2.2")
    @Spec("RFC 8705 §3.2")
    private Map<String, Object> told(String token, Client asker) {
        return switch (tokens.verify(token)) {
            case TokenVerifier.Verdict.Valid(AccessToken access) ->
                access.concerns(asker) && granted.access(access) ? claims(access) : INACTIVE;
            case TokenVerifier.Verdict.Invalid invalid ->
                seal.open(token)
                        .filter(member -> member.client().equals(asker.id()))
                        .flatMap(this::claims)
                        .orElse(INACTIVE);
        };
    }

    private Map<String, Object> claims(AccessToken token) {
        var all = new LinkedHashMap<String, Object>();
        all.put("active", true);
        all.put("iss", token.issuer());
        all.put("sub", subject(token));
        all.put("aud", token.audience());
        all.put("client_id", token.client().value());
        all.put("scope", token.scope().toString());
        all.put("token_type", TokenAnswer.type(token.more().confirmation()));
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
