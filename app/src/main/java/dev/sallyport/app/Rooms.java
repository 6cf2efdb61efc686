package dev.sallyport.app;

import dev.sallyport.auth.AuthPorts;
import dev.sallyport.auth.AuthServer;
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
import dev.sallyport.auth.upstream.Upstream;
import dev.sallyport.auth.upstream.Upstreams;
import dev.sallyport.auth.upstream.Wire;
import dev.sallyport.domain.audit.ReadActivity;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.bulletin.Bulletin.Topic;
import dev.sallyport.domain.client.ClientStore;
import dev.sallyport.domain.credential.PasswordHasher;
import dev.sallyport.domain.key.RotateKeys;
import dev.sallyport.domain.key.SigningKey;
import dev.sallyport.domain.person.ChangeProfile;
import dev.sallyport.domain.person.ReadProfile;
import dev.sallyport.domain.privacy.PseudonymiseAddress;
import dev.sallyport.domain.session.SessionStore;
import dev.sallyport.frontend.Assets;
import dev.sallyport.frontend.FrontendServer;
import dev.sallyport.gateway.ChallengeAnswers;
import dev.sallyport.gateway.Identities;
import dev.sallyport.gateway.ProofOfWork;
import dev.sallyport.gateway.SocketWatch;
import dev.sallyport.gateway.proof.AttackWatch;
import dev.sallyport.gateway.proof.Challenges;
import dev.sallyport.gateway.proof.SpentProofs;
import dev.sallyport.kit.dpop.DpopNonces;
import dev.sallyport.kit.dpop.DpopProofs;
import dev.sallyport.kit.fetch.Fetch;
import dev.sallyport.kit.fetch.GuardedFetch;
import dev.sallyport.kit.pool.BoundedPool;
import dev.sallyport.kit.route.Guards;
import dev.sallyport.kit.route.Possession;
import dev.sallyport.kit.route.Server;
import dev.sallyport.kit.token.JwtVerifier;
import dev.sallyport.kit.token.KeyPairs;
import dev.sallyport.kit.token.OwnJwts;
import dev.sallyport.kit.token.PublishedKeys;
import dev.sallyport.kit.token.SingleUse;
import dev.sallyport.kit.trace.Tracing;
import dev.sallyport.resource.ResourceServer;
import dev.sallyport.resource.document.Collection;
import dev.sallyport.resource.document.Documents;
import dev.sallyport.storage.s3.S3Settings;
import dev.sallyport.worker.WorkerServer;
import dev.sallyport.worker.hook.Webhook;
import dev.sallyport.worker.mail.SmtpServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes each server of the house from its own part of the configuration and the ports it needs. */
final class Rooms {
    private static final int HASHES_WAITING = 64;

    private final Configuration configuration;
    private final List<X509Certificate> clientAuthorities;
    private final URI publicUrl;
    private final List<Webhook> webhooks;
    private final List<Collection> collections;
    private final Ports ports;
    private final Machine machine;
    private final MeterRegistry meters;
    private final PseudonymiseAddress pseudonyms;
    private final String issuer;
    private final SealedRefresh seal;
    private final ClientKeys clientKeys;
    private final GuardedFetch fetch;
    private final ClientStore clients;
    private final Upstreams upstreams;
    private final Possession possession;
    private final Pages pages;
    private final MailRoom mailRoom;
    private final SignOnCookies signOn;
    private final PublishedKeys published;
    private final FilesRoom files;
    private final PrivacyRoom privacy;

    Rooms(
            Configuration configuration,
            Theme theme,
            List<Upstream> upstreams,
            Optional<SmtpServer> mail,
            List<Webhook> webhooks,
            List<X509Certificate> clientAuthorities,
            Optional<S3Settings> bucket,
            List<Collection> collections,
            URI publicUrl,
            Ports ports,
            Machine machine,
            MeterRegistry meters,
            GuardedFetch fetch,
            Fetch documents) {
        this.configuration = configuration;
        this.clientAuthorities = clientAuthorities;
        this.publicUrl = publicUrl;
        this.webhooks = List.copyOf(webhooks);
        this.collections = List.copyOf(collections);
        this.ports = ports;
        this.machine = machine;
        this.meters = meters;
        this.pseudonyms = new PseudonymiseAddress(ports.stores().addressKeys(), ports.sealer(), machine.random());
        this.issuer = publicUrl.toString();
        this.fetch = fetch;
        this.files = new FilesRoom(configuration, bucket, publicUrl, ports, machine);
        this.clientKeys = new ClientKeys(fetch, machine.clock());
        this.clients = DocumentedClients.over(
                ports.clients(),
                configuration.registration(),
                configuration.tokens().algorithms(),
                documents,
                configuration.fetch().allowPrivate(),
                machine.clock());
        this.upstreams = new Upstreams(upstreams, issuer, new Wire(fetch, fetch, fetch), clientKeys, machine.clock());
        this.possession = proofs()::verify;
        this.seal = new SealedRefresh(issuer, ports.sealer());
        this.pages = new Pages(theme, machine.random());
        this.mailRoom = new MailRoom(configuration, theme, mail, publicUrl, ports, machine, meters);
        this.privacy = new PrivacyRoom(configuration, files, mailRoom::letters, publicUrl, ports, machine);
        this.signOn = new SignOnCookies(ports.sealer(), ports.stores().sessions(), machine.clock());
        var keys = ports.stores().keys();
        this.published = new PublishedKeys(
                () -> keys.published(machine.clock().instant()).stream()
                        .map(SigningKey::publicJwk)
                        .toList(),
                machine.clock());
        ports.cache().bulletin().listen(Topic.KEYS, published::forget);
    }

    PseudonymiseAddress pseudonyms() {
        return pseudonyms;
    }

    /** The locks of every door; they need nothing but what all processes of an installation share. */
    Guards guards() {
        var tokens = new JwtVerifier(issuer, issuer, published, machine.clock());
        var cookies = new SessionCookies(tokens, seal, ports.stores().sessions(), machine.clock());
        return new Guards(
                publicUrl,
                tokens,
                cookies,
                new ClientProof(
                        clients::byId,
                        assertions(),
                        new ShownCertificates(configuration.tlsClients(clientAuthorities), clientKeys, machine.clock()),
                        issuer),
                new SignOnGate(signOn, pages),
                possession);
    }

    private SignedAssertions assertions() {
        var once = SingleUse.in(ports.stores().oneTime(), "assertion");
        return new SignedAssertions(
                new ClientAssertions(issuer, Set.of(issuer + "/oauth2/token"), clientKeys, once, machine.clock()));
    }

    private DpopProofs proofs() {
        return new DpopProofs(
                new DpopProofs.Rules(SignedAssertions.ALGORITHMS, false),
                new DpopNonces(ports.sealer(), machine.clock()),
                SingleUse.in(ports.stores().oneTime(), "dpop"),
                machine.clock());
    }

    static PasswordHasher hasher(Configuration configuration, Machine machine) {
        var password = configuration.accounts().password();
        var cost = new Argon2.Cost(password.memory() * 1024, password.passes(), password.parallelism());
        int cores = Runtime.getRuntime().availableProcessors();
        return new Argon2Hasher(
                Argon2.best(),
                cost,
                new BoundedPool("hashing", cores, HASHES_WAITING),
                machine.random(),
                password.disguise());
    }

    static RecordEvent events(Ports ports, Machine machine) {
        var pseudonyms = new PseudonymiseAddress(ports.stores().addressKeys(), ports.sealer(), machine.random());
        return new RecordEvent(ports.stores().audit(), pseudonyms, machine.random());
    }

    static RotateKeys rotateKeys(Configuration configuration, Ports ports, Machine machine) {
        return new RotateKeys(
                ports.keys(),
                new KeyPairs(),
                ports.sealer(),
                events(ports, machine),
                configuration.tokens().access(),
                machine.clock());
    }

    AuthServer auth(PasswordHasher hasher) {
        var stores = ports.stores();
        return new AuthServer(
                configuration.auth(clientAuthorities),
                publicUrl,
                new AuthPorts(
                        stores.people(),
                        stores.mailboxes(),
                        stores.sessions(),
                        stores.refresh(),
                        ports.attempts(),
                        stores.attempts(),
                        stores.oneTime(),
                        clients,
                        stores.consents(),
                        stores.devices(),
                        stores.identities(),
                        ports.jobs(),
                        stores.jobDesk(),
                        configuration.mail().limits().over(stores.letterCounts()),
                        stores.audit(),
                        stores.aged().audit()),
                pseudonyms,
                hasher,
                keyRing(),
                JwtVerifier.forAnyAudience(issuer, published, machine.clock()),
                new OwnJwts(published),
                possession,
                seal,
                clientKeys,
                upstreams,
                signOn,
                envelopes(),
                pages,
                ports.sealer(),
                meters,
                machine.clock(),
                machine.random());
    }

    private KeyRing keyRing() {
        var tokens = configuration.tokens();
        var ring = new KeyRing(
                ports.stores().keys(),
                ports.sealer(),
                rotateKeys(configuration, ports, machine),
                tokens.algorithm(),
                tokens.algorithms(),
                machine.clock());
        ports.cache().bulletin().listen(Topic.KEYS, ring::forget);
        return ring;
    }

    /** The gateway signs by the same keys as the auth server, wherever each of them runs. */
    Identities identities() {
        KeyRing ring = keyRing();
        return new Identities(
                (type, claims) -> ring.sign(ring.usual(), type, claims), machine.clock(), machine.random());
    }

    SocketWatch socketWatch() {
        SessionStore sessions = ports.stores().sessions();
        return new SocketWatch(
                machine.clock(),
                id -> sessions.byId(id)
                        .filter(session -> session.isLive(machine.clock().instant()))
                        .isPresent());
    }

    /** The key is the installation's, and spent proofs are in its database, so that any number of gateways are as one. */
    Optional<ProofOfWork> proofOfWork() {
        InstantSource clock = machine.clock();
        return configuration
                .gateway()
                .proofOfWork()
                .map(asked -> new ProofOfWork(
                        asked,
                        new Challenges(
                                ports.sealer().derive("proof-of-work"),
                                asked.difficulty(),
                                asked.life(),
                                clock,
                                machine.random()),
                        new SpentProofs(
                                SpentProofs.MOST, SingleUse.in(ports.stores().oneTime(), "proof-of-work"), clock),
                        new AttackWatch(asked.attack().count(), asked.attack().period(), asked.hold(), machine.nanos()),
                        new ChallengeAnswers(machine.random()),
                        meters));
    }

    private Envelopes envelopes() {
        return new Envelopes(clientKeys);
    }

    /** The worker signs by the same keys as the auth server, wherever each of them runs. */
    private BackChannelLogout backChannelLogout() {
        var tokens = new LogoutTokens(
                issuer, keyRing(), new PersonClaims(ports.sealer()), envelopes(), machine.clock(), machine.random());
        return new BackChannelLogout(clients, tokens, fetch, events(ports, machine), machine.clock());
    }

    Server resource() {
        var stores = ports.stores();
        return new ResourceServer(
                new ReadProfile(stores.people()),
                new ChangeProfile(stores.people(), stores.audit(), machine.clock(), machine.random()),
                new ReadActivity(stores.aged().audit(), stores.sessions(), stores.files(), machine.clock()),
                privacy.askForExport(),
                new Documents(collections, stores.documents(), meters, machine.clock(), machine.random()));
    }

    Server frontend(PasswordHasher hasher) {
        return new FrontendServer(
                Assets.onClassPath(),
                machine.random(),
                machine.clock(),
                publicUrl,
                () -> ApiRoom.document(publicUrl, street(hasher)).bytes());
    }

    /** Every server that answers requests, whether or not it runs here; made to be asked what its calls are. */
    private List<Server> street(PasswordHasher hasher) {
        return List.of(auth(hasher), resource(), files(), frontend(hasher));
    }

    Server files() {
        return files.server();
    }

    MailRoom mailRoom() {
        return mailRoom;
    }

    WorkerServer worker(Tracing tracing) {
        return new WorkRoom(configuration, files, privacy, mailRoom, clients, webhooks, fetch, ports, machine, meters)
                .server(backChannelLogout(), tracing);
    }

    /** The servers of this process that answer requests, in the order of DESIGN §1. */
    List<Server> behindTheGateway(PasswordHasher hasher) {
        var servers = new java.util.ArrayList<Server>();
        if (configuration.has(Room.AUTH)) {
            servers.add(auth(hasher));
        }
        if (configuration.has(Room.RESOURCE)) {
            servers.add(resource());
        }
        if (configuration.has(Room.FILES)) {
            servers.add(files());
        }
        if (configuration.has(Room.FRONTEND)) {
            servers.add(frontend(hasher));
        }
        return List.copyOf(servers);
    }
}
