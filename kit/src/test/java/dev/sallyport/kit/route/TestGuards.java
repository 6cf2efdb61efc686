package dev.sallyport.kit.route;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.Role;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.token.TokenVerifier;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** Guards of a house in which {@code good} is a valid credential of everything and {@code admin} is an administrator's. */
final class TestGuards {
    static final SessionId SESSION = new SessionId(new UUID(1, 2));
    static final PersonId PERSON = new PersonId(new UUID(3, 4));

    private TestGuards() {}

    static Guards of() {
        return new Guards(
                URI.create("https://id.example.org"),
                TestGuards::verify,
                new Browser(),
                request ->
                        new ClientGate.Answer.Refused(Problem.unauthorized("no").response()));
    }

    private static TokenVerifier.Verdict verify(String token) {
        return switch (token) {
            case "good" -> new TokenVerifier.Verdict.Valid(token(List.of()));
            case "admin" -> new TokenVerifier.Verdict.Valid(token(List.of(Role.ADMIN)));
            default -> new TokenVerifier.Verdict.Invalid("the token has expired");
        };
    }

    private static AccessToken token(List<Role> roles) {
        return new AccessToken(
                "https://id.example.org",
                PERSON.toString(),
                List.of("https://id.example.org"),
                ClientId.WEB,
                Scope.of("profile"),
                new TreeSet<>(roles),
                Optional.of(SESSION),
                "1",
                Instant.EPOCH,
                Instant.MAX);
    }

    private static final class Browser implements BrowserGate {
        @Override
        public Optional<Claim> byAccessCookie(String cookie) {
            return cookie.equals("good") ? Optional.of(new Claim(SESSION, PERSON)) : Optional.empty();
        }

        @Override
        public Optional<Claim> byRefreshCookie(String cookie) {
            return cookie.equals("fresh") ? Optional.of(new Claim(SESSION, PERSON)) : Optional.empty();
        }

        @Override
        public Optional<Digest> csrfOf(SessionId session) {
            return Optional.of(Digest.of("token"));
        }
    }
}
