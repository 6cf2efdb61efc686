package dev.sallyport.kit.token;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.FamilyId;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.Role;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.domain.token.Confirmation;
import dev.sallyport.kit.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Verifies access tokens of one issuer, for one audience or for any. */
public final class JwtVerifier implements TokenVerifier {
    /** Clocks may disagree by this much. */
    public static final Duration LEEWAY = Duration.ofSeconds(5);

    private final String issuer;
    private final Optional<String> audience;
    private final PublishedKeys keys;
    private final OwnJwts jwts;
    private final InstantSource clock;

    public JwtVerifier(String issuer, String audience, PublishedKeys keys, InstantSource clock) {
        this(issuer, Optional.of(audience), keys, clock);
    }

    private JwtVerifier(String issuer, Optional<String> audience, PublishedKeys keys, InstantSource clock) {
        this.issuer = issuer;
        this.audience = audience;
        this.keys = keys;
        this.jwts = new OwnJwts(keys);
        this.clock = clock;
    }

    /** A verifier of tokens for any audience: for the issuer, who tells others whether a token is good. */
    public static JwtVerifier forAnyAudience(String issuer, PublishedKeys keys, InstantSource clock) {
        return new JwtVerifier(issuer, Optional.empty(), keys, clock);
    }

    @Override
    public TokenVerifier forAudience(String other) {
        return new JwtVerifier(issuer, Optional.of(other), keys, clock);
    }

    @Override
    public Verdict verify(String token) {
        return switch (jwts.read(token, "at+jwt")) {
            case OwnJwts.Read.Signed(var claims) -> judge(claims);
            case OwnJwts.Read.Refused(var reason) -> new Verdict.Invalid(reason);
        };
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
        if (audience.filter(own -> !token.audience().contains(own)).isPresent()) {
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
}
