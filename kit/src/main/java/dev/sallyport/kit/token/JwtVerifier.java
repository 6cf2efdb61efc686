package dev.sallyport.kit.token;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.FamilyId;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.key.KeyId;
import dev.sallyport.domain.person.Role;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.domain.token.Confirmation;
import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Verifies access tokens of one issuer for one audience. The key decides the algorithm, never the token (RFC 8725 §3.1), so
 * neither {@code none} nor an HMAC under a public key can be asked for.
 */
public final class JwtVerifier implements TokenVerifier {
    /** Clocks may disagree by this much. */
    public static final Duration LEEWAY = Duration.ofSeconds(5);

    private static final int LONGEST = 8 * 1024;
    private static final Verdict.Invalid MALFORMED = new Verdict.Invalid("the token is malformed");

    private final String issuer;
    private final String audience;
    private final PublishedKeys keys;
    private final InstantSource clock;

    public JwtVerifier(String issuer, String audience, PublishedKeys keys, InstantSource clock) {
        this.issuer = issuer;
        this.audience = audience;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public Verdict verify(String token) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (token.length() > LONGEST || first < 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
            return MALFORMED;
        }
        Optional<JsonNode> header = json(token.substring(0, first));
        Optional<JsonNode> claims = json(token.substring(first + 1, second));
        Optional<byte[]> signature = Base64Url.decode(token.substring(second + 1));
        if (header.isEmpty() || claims.isEmpty() || signature.isEmpty()) {
            return MALFORMED;
        }
        return keyFor(header.get())
                .<Verdict>map(key -> key.signatures()
                                .verify(token.substring(0, second).getBytes(StandardCharsets.US_ASCII), signature.get())
                        ? judge(claims.get())
                        : new Verdict.Invalid("the signature does not match"))
                .orElseGet(() -> new Verdict.Invalid("the token was not signed by a key of ours"));
    }

    /** The key named, if the header is one that we write: type, algorithm of that key, nothing critical. */
    @Spec("RFC 8725 §3.1")
    @Spec("RFC 8725 §3.11")
    @Spec("RFC 7515 §4.1.11")
    private Optional<PublishedKeys.Key> keyFor(JsonNode header) {
        boolean typed = header.path("typ").asString("").equals("at+jwt");
        if (!typed || header.has("crit") || header.has("b64") || header.has("zip")) {
            return Optional.empty();
        }
        return keys.find(new KeyId(header.path("kid").asString("")))
                .filter(key -> key.jwk()
                        .algorithm()
                        .joseName()
                        .equals(header.path("alg").asString("")));
    }

    @Spec("RFC 9068 §4")
    private Verdict judge(JsonNode claims) {
        Optional<AccessToken> read = read(claims);
        if (read.isEmpty()) {
            return new Verdict.Invalid("the token lacks a claim or has one of the wrong type");
        }
        AccessToken token = read.get();
        Instant now = clock.instant();
        if (!token.issuer().equals(issuer)) {
            return new Verdict.Invalid("the token is of another issuer");
        }
        if (!token.audience().contains(audience)) {
            return new Verdict.Invalid("the token is for another audience");
        }
        if (!now.isBefore(token.expires().plus(LEEWAY))) {
            return new Verdict.Invalid("the token has expired");
        }
        boolean early = now.isBefore(token.issued().minus(LEEWAY))
                || (claims.has("nbf")
                        && now.isBefore(Instant.ofEpochSecond(claims.path("nbf").asLong(Long.MAX_VALUE >> 20))
                                .minus(LEEWAY)));
        return early ? new Verdict.Invalid("the token is not valid yet") : new Verdict.Valid(token);
    }

    private static Optional<AccessToken> read(JsonNode claims) {
        Optional<Scope> scope = Scope.parse(claims.path("scope").asString(""));
        boolean complete = List.of("iss", "sub", "jti", "client_id").stream()
                        .allMatch(name -> claims.path(name).isString())
                && claims.path("iat").isIntegralNumber()
                && claims.path("exp").isIntegralNumber();
        if (!complete || scope.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new AccessToken(
                    claims.path("iss").asString(),
                    claims.path("sub").asString(),
                    texts(claims.path("aud")),
                    new ClientId(claims.path("client_id").asString()),
                    scope.get(),
                    roles(claims.path("roles")),
                    claims.has("sid")
                            ? Optional.of(SessionId.of(claims.path("sid").asString()))
                            : Optional.empty(),
                    claims.path("jti").asString(),
                    Instant.ofEpochSecond(claims.path("iat").asLong()),
                    Instant.ofEpochSecond(claims.path("exp").asLong()),
                    more(claims)));
        } catch (IllegalArgumentException | java.time.DateTimeException wrongForm) {
            return Optional.empty();
        }
    }

    private static AccessToken.More more(JsonNode claims) {
        return new AccessToken.More(
                text(claims, "grant_id").map(FamilyId::of),
                confirmation(claims.path("cnf")),
                claims.has("auth_time")
                        ? Optional.of(
                                Instant.ofEpochSecond(claims.path("auth_time").asLong()))
                        : Optional.empty(),
                text(claims, "acr"),
                texts(claims.path("amr")),
                claims.has("act") ? Optional.of(Json.text(claims.path("act"))) : Optional.empty(),
                claims.has("authorization_details")
                        ? Optional.of(Json.text(claims.path("authorization_details")))
                        : Optional.empty());
    }

    /** The key that the token is bound to; a binding of a kind that we do not know must not be passed over (RFC 7800 §3.1). */
    private static Optional<Confirmation> confirmation(JsonNode cnf) {
        if (cnf.isMissingNode()) {
            return Optional.empty();
        }
        for (Confirmation.Kind kind : Confirmation.Kind.values()) {
            if (cnf.size() == 1 && cnf.path(kind.wireName()).isString()) {
                return Optional.of(
                        new Confirmation(kind, cnf.path(kind.wireName()).asString()));
            }
        }
        throw new IllegalArgumentException("a confirmation that is not known here");
    }

    private static Optional<String> text(JsonNode claims, String name) {
        return claims.path(name).isString() ? Optional.of(claims.path(name).asString()) : Optional.empty();
    }

    private static List<String> texts(JsonNode node) {
        if (node.isString()) {
            return List.of(node.asString());
        }
        var texts = new ArrayList<String>();
        node.forEach(item -> texts.add(item.asString("")));
        return texts;
    }

    private static SortedSet<Role> roles(JsonNode node) {
        var roles = new TreeSet<Role>();
        node.forEach(item -> roles.add(new Role(item.asString(""))));
        return roles;
    }

    private static Optional<JsonNode> json(String part) {
        try {
            return Base64Url.decode(part).map(Json::tree).filter(JsonNode::isObject);
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }
}
