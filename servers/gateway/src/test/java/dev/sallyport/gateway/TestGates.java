package dev.sallyport.gateway;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.Role;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.gateway.tls.TlsConfiguration;
import dev.sallyport.kit.fetch.Resolver;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.json.Binder;
import dev.sallyport.kit.json.Bound;
import dev.sallyport.kit.route.BrowserGate;
import dev.sallyport.kit.route.ClientGate;
import dev.sallyport.kit.route.Guards;
import dev.sallyport.kit.token.MasterKey;
import dev.sallyport.kit.token.TokenVerifier;
import dev.sallyport.kit.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A gateway before servers that a test supplies; {@code good} opens both gates, and its token has the scope {@code orders}. */
final class TestGates {
    static final String LISTED = "https://app.example.org";

    /** The same chance in every run. */
    static final RandomSource RANDOM = seeded(7);

    /** When the token {@code short} expires. */
    static final Instant SHORT_LIVED = Instant.ofEpochSecond(1_000);

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final SessionId SESSION = new SessionId(new UUID(1, 2));
    private static final PersonId PERSON = new PersonId(new UUID(3, 4));

    private final Map<String, Destination> servers = new LinkedHashMap<>();
    private List<UserRoute> routes = List.of();
    private List<Limit> limits = List.of();
    /** Between these gates and the servers behind them. */
    static final InnerSeal SEAL =
            new InnerSeal(new MasterKey(new byte[MasterKey.LENGTH], seeded(7)), InstantSource.system());

    private TrustedProxies proxies = TrustedProxies.NONE;
    private MeterRegistry meters = new SimpleMeterRegistry();
    private Duration patience = Duration.ZERO;
    private Tracing tracing = Tracing.OFF;
    private InstantSource clock = InstantSource.system();
    private Optional<ProofOfWork> proofs = Optional.empty();
    private SocketWatch watch = new SocketWatch(InstantSource.system(), session -> true);

    static RandomSource seeded(long seed) {
        return count -> {
            byte[] bytes = new byte[count];
            new SplittableRandom(seed).nextBytes(bytes);
            return bytes;
        };
    }

    TestGates server(String name, Handler handler) {
        servers.put(name, new Destination.InProcess(handler));
        return this;
    }

    TestGates server(String name, URI... origins) {
        return server(name, new Service(name, List.of(origins), Resolver.SYSTEM, patience, meters, System::nanoTime));
    }

    /** How long requests wait for servers of the house of which no process takes a connection; not at all, unless said before they are. */
    TestGates waiting(Duration most) {
        patience = most;
        return this;
    }

    TestGates server(String name, Service service) {
        servers.put(name, new Destination.Remote(service, SEAL));
        return this;
    }

    /** @param require as in the configuration, in JSON */
    TestGates route(String path, String require, URI... to) {
        String origins = Arrays.stream(to).map(uri -> "\"" + uri + "\"").collect(Collectors.joining(", "));
        return route("{\"path\": \"" + path + "\", \"require\": " + require + ", \"to\": [" + origins + "]}");
    }

    /** @param yaml as in the configuration */
    TestGates route(String yaml) {
        routes = Stream.concat(routes.stream(), Stream.of(read(yaml))).toList();
        return this;
    }

    /** The route behind the text; throws with every mistake where there are some. */
    static UserRoute read(String yaml) {
        return switch (Binder.bind(YAML.readTree(yaml), UserRoute.class)) {
            case Bound.Valid<UserRoute>(var route) -> route;
            case Bound.Invalid<UserRoute>(var mistakes) ->
                throw new IllegalArgumentException(mistakes.stream()
                        .map(m -> m.pointer() + " " + m.expected())
                        .collect(Collectors.joining("; ")));
        };
    }

    TestGates limited(Limit... only) {
        limits = List.of(only);
        return this;
    }

    TestGates trusting(String range) {
        proxies = new TrustedProxies(List.of(AddressRange.of(range)));
        return this;
    }

    TestGates measuredBy(MeterRegistry registry) {
        meters = registry;
        return this;
    }

    TestGates traced(Tracing other) {
        tracing = other;
        return this;
    }

    TestGates working(ProofOfWork other) {
        proofs = Optional.of(other);
        return this;
    }

    TestGates at(InstantSource other) {
        clock = other;
        return this;
    }

    TestGates watching(SocketWatch other) {
        watch = other;
        return this;
    }

    GatewayServer open() {
        return new GatewayServer(
                new GatewayConfiguration(TlsConfiguration.defaults(), limits, false, Optional.empty(), routes),
                new CorsConfiguration(List.of(WebOrigin.of(LISTED))),
                proxies,
                servers,
                guards(),
                new Identities((type, claims) -> type + " " + claims, () -> Instant.EPOCH, RANDOM),
                watch,
                proofs,
                Optional.empty(),
                meters,
                tracing,
                address -> "pseudonym",
                clock,
                System::nanoTime,
                RANDOM);
    }

    private static Guards guards() {
        return new Guards(
                URI.create("https://id.example.org"),
                TestGates::verify,
                new Browser(),
                request ->
                        new ClientGate.Answer.Refused(Problem.unauthorized("no").response()));
    }

    private static TokenVerifier.Verdict verify(String token) {
        if (token.equals("short")) {
            return new TokenVerifier.Verdict.Valid(claims("profile orders", SHORT_LIVED));
        }
        return token.equals("good") || token.equals("poor")
                ? new TokenVerifier.Verdict.Valid(
                        claims(token.equals("good") ? "profile orders" : "profile", Instant.MAX))
                : new TokenVerifier.Verdict.Invalid("the token has expired");
    }

    private static AccessToken claims(String scope, Instant expires) {
        return new AccessToken(
                "https://id.example.org",
                PERSON.toString(),
                List.of("https://id.example.org"),
                ClientId.WEB,
                Scope.of(scope.split(" ")),
                new TreeSet<>(Set.of(new Role("clerk"))),
                Optional.of(SESSION),
                "1",
                Instant.EPOCH,
                expires);
    }

    private static final class Browser implements BrowserGate {
        @Override
        public Optional<Claim> byAccessCookie(String cookie) {
            return cookie.equals("good") || cookie.equals("poor")
                    ? Optional.of(new Claim(SESSION, PERSON))
                    : Optional.empty();
        }

        @Override
        public Optional<Claim> byRefreshCookie(String cookie) {
            return Optional.empty();
        }

        @Override
        public Optional<Digest> csrfOf(SessionId session) {
            return Optional.of(Digest.of("token"));
        }
    }
}
