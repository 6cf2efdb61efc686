package dev.sallyport.auth;

import dev.sallyport.auth.gate.ClientProof;
import dev.sallyport.auth.gate.SessionCookies;
import dev.sallyport.auth.gate.ShownCertificates;
import dev.sallyport.auth.gate.SignOnCookies;
import dev.sallyport.auth.gate.SignOnGate;
import dev.sallyport.auth.gate.SignedAssertions;
import dev.sallyport.auth.jose.ClientAssertions;
import dev.sallyport.auth.jose.ClientKeys;
import dev.sallyport.auth.jose.Envelopes;
import dev.sallyport.auth.logout.BackChannelLogout;
import dev.sallyport.auth.logout.LogoutTokens;
import dev.sallyport.auth.oauth.PersonClaims;
import dev.sallyport.auth.page.Pages;
import dev.sallyport.auth.page.Theme;
import dev.sallyport.auth.password.Argon2;
import dev.sallyport.auth.password.Argon2Hasher;
import dev.sallyport.auth.register.DocumentedClients;
import dev.sallyport.auth.token.KeyRing;
import dev.sallyport.auth.token.SealedRefresh;
import dev.sallyport.auth.token.SigningKeys;
import dev.sallyport.auth.upstream.Upstream;
import dev.sallyport.auth.upstream.Upstreams;
import dev.sallyport.auth.upstream.Wire;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.credential.PasswordHasher;
import dev.sallyport.domain.key.RotateKeys;
import dev.sallyport.domain.letter.LetterLimits;
import dev.sallyport.domain.person.AccountState;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.ForgottenPassword;
import dev.sallyport.domain.person.Letters;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.PseudonymiseAddress;
import dev.sallyport.domain.session.TellClients;
import dev.sallyport.domain.token.Links;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import dev.sallyport.kit.dpop.DpopNonces;
import dev.sallyport.kit.dpop.DpopProofs;
import dev.sallyport.kit.fetch.Fetch;
import dev.sallyport.kit.fetch.Fetched;
import dev.sallyport.kit.fetch.Post;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.pool.BoundedPool;
import dev.sallyport.kit.route.Guards;
import dev.sallyport.kit.route.Possession;
import dev.sallyport.kit.route.Router;
import dev.sallyport.kit.token.JwtVerifier;
import dev.sallyport.kit.token.KeyPairs;
import dev.sallyport.kit.token.MasterKey;
import dev.sallyport.kit.token.OwnJwts;
import dev.sallyport.kit.token.PublishedKeys;
import dev.sallyport.kit.token.SingleUse;
import dev.sallyport.storage.Stores;
import dev.sallyport.storage.sql.DatabaseSettings;
import dev.sallyport.testkit.Template;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The auth server over SQLite behind its real locks, without a socket, with a clock that stands until it is moved. */
final class TestDoor implements AutoCloseable {
    static final URI PUBLIC = URI.create("https://id.example.org");
    static final String PASSWORD = "correct horse battery";
    static final Argon2.Cost CHEAP = new Argon2.Cost(64, 1, 1);

    /** Nobody is asked in a test of handlers; clients have their keys with them. */
    private static final Fetch NOTHING = (uri, oldest) -> new Fetched.Refused("there is no network here");

    private static final Wire NOWHERE = over(NOTHING);

    private static final SecureRandom CHANCE = new SecureRandom();

    final URI url;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Stores stores;
    final BoundedPool pool;
    final SigningKeys keys;
    final RotateKeys rotateKeys;
    final ForgottenPassword forgotten;
    final Links links;
    final RecordEvent events;
    final TellClients tellClients;
    private final LogoutTokens logoutTokens;
    private final Router router;
    private volatile Instant now = Instant.parse("2026-11-24T10:00:00Z");

    /** A database whose schema stands, copied to where a test begins without one. */
    private static final Template EMPTY =
            new Template(file -> Stores.open(new DatabaseSettings.Sqlite(file)).close());

    private Letters letters(RandomSource random) {
        return new Letters(
                stores.jobs(),
                links,
                stores.mailboxes(),
                LetterLimits.defaults().over(stores.letterCounts()),
                random);
    }

    TestDoor(Path folder) {
        this(folder, new BoundedPool("password", 2, 64));
    }

    TestDoor(Path folder, BoundedPool pool) {
        this(folder, pool, AuthConfiguration.defaults(), PUBLIC, List.of(), NOWHERE);
    }

    TestDoor(Path folder, AuthConfiguration configuration) {
        this(folder, configuration, NOTHING);
    }

    /** As the configuration says, with {@code fetch} for the network. */
    TestDoor(Path folder, AuthConfiguration configuration, Fetch fetch) {
        this(folder, new BoundedPool("password", 2, 64), configuration, PUBLIC, List.of(), over(fetch));
    }

    /** A door at an address of its own, with other providers over that wire. */
    TestDoor(Path folder, URI url, List<Upstream> upstreams, Wire wire) {
        this(folder, new BoundedPool("password", 2, 64), AuthConfiguration.defaults(), url, upstreams, wire);
    }

    private TestDoor(
            Path folder,
            BoundedPool pool,
            AuthConfiguration configuration,
            URI url,
            List<Upstream> upstreams,
            Wire wire) {
        this.url = url;
        InstantSource clock = () -> now;
        RandomSource random = TestDoor::bytes;
        this.pool = pool;
        this.stores = Stores.open(new DatabaseSettings.Sqlite(EMPTY.at(folder.resolve("test.db"))));
        var sealer = new MasterKey(new byte[MasterKey.LENGTH], random);
        var pseudonyms = new PseudonymiseAddress(stores.addressKeys(), sealer, random);
        this.rotateKeys = new RotateKeys(
                stores.keys(),
                new KeyPairs(),
                sealer,
                new RecordEvent(stores.audit(), pseudonyms, random),
                configuration.tokens().access(),
                clock);
        var tokens = configuration.tokens();
        var ring = new KeyRing(stores.keys(), sealer, rotateKeys, tokens.algorithm(), tokens.algorithms(), clock);
        this.keys = ring.access();
        var seal = new SealedRefresh(url.toString(), sealer);
        PasswordHasher hasher = new Argon2Hasher(Argon2.best(), CHEAP, pool, random);
        var published = new PublishedKeys(keys::published, clock);
        Possession possession = new DpopProofs(
                new DpopProofs.Rules(SignedAssertions.ALGORITHMS, false),
                new DpopNonces(sealer, clock),
                SingleUse.in(stores.oneTime(), "dpop"),
                clock)::verify;
        var clientKeys = new ClientKeys(wire.fetch(), clock);
        var assertions = new SignedAssertions(new ClientAssertions(
                url.toString(),
                Set.of(url + "/oauth2/token"),
                clientKeys,
                SingleUse.in(stores.oneTime(), "assertion"),
                clock));
        var pages = new Pages(Theme.OURS, random);
        var cookies = new SignOnCookies(sealer, stores.sessions(), clock);
        var clients = DocumentedClients.over(
                stores.clients(), configuration.registration(), tokens.algorithms(), wire.fetch(), false, clock);
        var server = new AuthServer(
                configuration,
                url,
                new AuthPorts(
                        stores.people(),
                        stores.mailboxes(),
                        stores.sessions(),
                        stores.refresh(),
                        stores.attempts(),
                        stores.attempts(),
                        stores.oneTime(),
                        clients,
                        stores.consents(),
                        stores.devices(),
                        stores.identities(),
                        stores.jobs(),
                        stores.jobDesk(),
                        LetterLimits.defaults().over(stores.letterCounts()),
                        stores.audit(),
                        stores.aged().audit()),
                pseudonyms,
                hasher,
                ring,
                JwtVerifier.forAnyAudience(url.toString(), published, clock),
                new OwnJwts(published),
                possession,
                seal,
                clientKeys,
                new Upstreams(upstreams, url.toString(), wire, clientKeys, clock),
                cookies,
                new Envelopes(new ClientKeys(wire.fetch(), clock)),
                pages,
                sealer,
                meters,
                clock,
                random);
        rotateKeys.ensure(tokens.algorithm());
        keys.refresh();
        this.links = new Links(url, stores.oneTime(), sealer, random);
        this.events = new RecordEvent(stores.audit(), pseudonyms, random);
        this.tellClients = new TellClients(stores.clients(), stores.jobs(), clock, random);
        this.logoutTokens = new LogoutTokens(
                url.toString(),
                ring,
                new PersonClaims(sealer),
                new Envelopes(new ClientKeys(wire.fetch(), clock)),
                clock,
                random);
        this.forgotten = new ForgottenPassword(stores.people(), letters(random), clock);
        var guards = new Guards(
                url,
                new JwtVerifier(url.toString(), url.toString(), published, clock),
                new SessionCookies(
                        new JwtVerifier(url.toString(), url.toString(), published, clock),
                        seal,
                        stores.sessions(),
                        clock),
                new ClientProof(
                        clients::byId,
                        assertions,
                        new ShownCertificates(configuration.tlsClients(), clientKeys, clock),
                        url.toString()),
                new SignOnGate(cookies, pages),
                possession);
        this.router = new Router(server.routes(), guards);
    }

    private static Wire over(Fetch fetch) {
        return new Wire(
                fetch,
                (uri, type, headers, body) -> new Fetched.Refused("nothing is posted here"),
                (uri, headers) -> new Fetched.Refused("nothing is looked up here"));
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        CHANCE.nextBytes(bytes);
        return bytes;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Instant now() {
        return now;
    }

    Response ask(Request request) {
        return router.handle(request);
    }

    Response post(String path, String json) {
        return ask(Request.of("POST", path).json(json));
    }

    void register(String email) {
        post("/v1/auth/register", "{\"email\":\"" + email + "\",\"password\":\"" + PASSWORD + "\",\"name\":\"Ada\"}");
    }

    Response mobile(String email, String password) {
        return post("/v1/auth/login_mobile", "{\"username\":\"" + email + "\",\"password\":\"" + password + "\"}");
    }

    Response web(String email, String password, String cookies) {
        return ask(Request.of("POST", "/v1/auth/login_web")
                .header("origin", PUBLIC.toString())
                .header("cookie", cookies)
                .json("{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}"));
    }

    Response refresh(String token) {
        return post("/v1/auth/refresh_mobile", "{\"refresh_token\":\"" + token + "\"}");
    }

    Response me(String access) {
        return ask(Request.of("GET", "/v1/auth/me").header("authorization", "Bearer " + access));
    }

    /** What the worker does to tell clients, over a network that answers so. */
    BackChannelLogout backChannel(Post post) {
        return new BackChannelLogout(stores.clients(), logoutTokens, post, events, this::now);
    }

    /** The token of a link that lets its owner choose a new password. */
    String resetLink(String email) {
        String id = idOf(email).toString();
        String link = links.to("/reset-password", Purpose.RESET_PASSWORD, id, id, now.plusSeconds(60))
                .reveal();
        return link.substring(link.indexOf('#') + 1);
    }

    void disable(String email) {
        stores.people().changeState(idOf(email), AccountState.DISABLED);
    }

    PersonId idOf(String email) {
        return stores.people()
                .byEmail(EmailAddress.parse(email).orElseThrow())
                .orElseThrow()
                .id();
    }

    static JsonNode json(Response response) {
        return Json.tree(text(response).getBytes(StandardCharsets.UTF_8));
    }

    static String text(Response response) {
        return response.body() instanceof ResponseBody.Bytes(byte[] bytes)
                ? new String(bytes, StandardCharsets.UTF_8)
                : "";
    }

    static String field(Response response, String name) {
        return json(response).path(name).asString("");
    }

    /** The value that the response sets for the cookie, empty where it sets none. */
    static String cookie(Response response, String name) {
        return setCookies(response).stream()
                .filter(c -> c.startsWith(name + "="))
                .map(c -> c.substring(name.length() + 1, c.indexOf(';')))
                .findFirst()
                .orElse("");
    }

    static List<String> setCookies(Response response) {
        return response.headers().all("set-cookie");
    }

    @Override
    public void close() {
        pool.close();
        stores.close();
    }
}
