package dev.sallyport.auth;

import static dev.sallyport.kit.route.Route.ForAdmin;
import static dev.sallyport.kit.route.Route.ForBearer;
import static dev.sallyport.kit.route.Route.ForBrowserRefresh;
import static dev.sallyport.kit.route.Route.FromBrowser;
import static dev.sallyport.kit.route.Route.Open;
import static dev.sallyport.kit.route.Route.because;

import dev.sallyport.auth.authorize.AuthorizeOperations;
import dev.sallyport.auth.authorize.AuthorizePages;
import dev.sallyport.auth.authorize.Prompt;
import dev.sallyport.auth.authorize.SignUpPage;
import dev.sallyport.auth.endpoint.AccountOperations;
import dev.sallyport.auth.endpoint.AdminOperations;
import dev.sallyport.auth.endpoint.Consents;
import dev.sallyport.auth.endpoint.EmailChange;
import dev.sallyport.auth.endpoint.Erasure;
import dev.sallyport.auth.endpoint.Events;
import dev.sallyport.auth.endpoint.Identities;
import dev.sallyport.auth.endpoint.Jobs;
import dev.sallyport.auth.endpoint.LoginMobile;
import dev.sallyport.auth.endpoint.LoginWeb;
import dev.sallyport.auth.endpoint.Logout;
import dev.sallyport.auth.endpoint.Me;
import dev.sallyport.auth.endpoint.Passwords;
import dev.sallyport.auth.endpoint.People;
import dev.sallyport.auth.endpoint.RefreshMobile;
import dev.sallyport.auth.endpoint.RefreshWeb;
import dev.sallyport.auth.endpoint.RegisterCall;
import dev.sallyport.auth.endpoint.Sessions;
import dev.sallyport.auth.endpoint.SetUpCall;
import dev.sallyport.auth.endpoint.UnlockCall;
import dev.sallyport.auth.endpoint.VerifyEmailCall;
import dev.sallyport.auth.endpoint.WellKnown;
import dev.sallyport.auth.gate.SignOnCookies;
import dev.sallyport.auth.jose.BearerAssertions;
import dev.sallyport.auth.jose.ClientKeys;
import dev.sallyport.auth.jose.EnvelopeKey;
import dev.sallyport.auth.jose.Envelopes;
import dev.sallyport.auth.jose.RequestObjects;
import dev.sallyport.auth.oauth.PersonClaims;
import dev.sallyport.auth.oauth.Provider;
import dev.sallyport.auth.oauth.ProviderOperations;
import dev.sallyport.auth.page.Pages;
import dev.sallyport.auth.register.Registration;
import dev.sallyport.auth.register.RegistrationOperations;
import dev.sallyport.auth.token.CountedSigner;
import dev.sallyport.auth.token.KeyRing;
import dev.sallyport.auth.upstream.Upstreams;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.attempt.AttemptNames;
import dev.sallyport.domain.attempt.AttemptStore;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.credential.KnownBrowsers;
import dev.sallyport.domain.credential.NoteFailure;
import dev.sallyport.domain.credential.PasswordHasher;
import dev.sallyport.domain.credential.ProvePassword;
import dev.sallyport.domain.credential.ResetPassword;
import dev.sallyport.domain.credential.Unlock;
import dev.sallyport.domain.grant.AnswerDevice;
import dev.sallyport.domain.grant.RefreshSeal;
import dev.sallyport.domain.grant.RefreshTokens;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.grant.TokenIssuer;
import dev.sallyport.domain.grant.WithdrawConsent;
import dev.sallyport.domain.identity.LinkIdentity;
import dev.sallyport.domain.identity.SignOnElsewhere;
import dev.sallyport.domain.identity.UnlinkIdentity;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.domain.person.AskToChangeEmail;
import dev.sallyport.domain.person.AskToErase;
import dev.sallyport.domain.person.ChangeEmail;
import dev.sallyport.domain.person.CreateFirstAdministrator;
import dev.sallyport.domain.person.Letters;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.person.Register;
import dev.sallyport.domain.person.SetUp;
import dev.sallyport.domain.person.UndoEmail;
import dev.sallyport.domain.person.VerifyEmail;
import dev.sallyport.domain.person.WhoAmI;
import dev.sallyport.domain.privacy.EraseAccount;
import dev.sallyport.domain.privacy.PseudonymiseAddress;
import dev.sallyport.domain.session.EndOtherSessions;
import dev.sallyport.domain.session.EndSession;
import dev.sallyport.domain.session.ListSessions;
import dev.sallyport.domain.session.SessionStore;
import dev.sallyport.domain.session.SignIn;
import dev.sallyport.domain.session.SignOn;
import dev.sallyport.domain.session.SignOut;
import dev.sallyport.domain.token.Links;
import dev.sallyport.kit.route.Access.Permission;
import dev.sallyport.kit.route.Possession;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.route.Server;
import dev.sallyport.kit.token.OwnJwts;
import dev.sallyport.kit.token.SingleUse;
import dev.sallyport.kit.token.TokenVerifier;
import dev.sallyport.kit.told.Told;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Accounts, sign-in, tokens and keys. */
public final class AuthServer implements Server {
    private final RegisterCall register;
    private final LoginWeb loginWeb;
    private final LoginMobile loginMobile;
    private final RefreshWeb refreshWeb;
    private final RefreshMobile refreshMobile;
    private final Logout logout;
    private final Me me;
    private final Sessions sessions;
    private final Consents consents;
    private final Identities identities;
    private final UnlockCall unlock;
    private final SetUpCall setUp;
    private final Passwords passwords;
    private final VerifyEmailCall verifyEmail;
    private final EmailChange emailChange;
    private final Erasure erasure;
    private final Jobs jobs;
    private final WellKnown wellKnown;
    private final People people;
    private final Events events;
    private final KeyRing keys;
    private final Provider provider;
    private final AuthorizePages authorize;
    private final Registration registration;

    public AuthServer(
            AuthConfiguration configuration,
            URI publicUrl,
            AuthPorts ports,
            PseudonymiseAddress pseudonyms,
            PasswordHasher hasher,
            KeyRing keys,
            TokenVerifier tokens,
            OwnJwts jwts,
            Possession possession,
            RefreshSeal seal,
            ClientKeys clientKeys,
            Upstreams upstreams,
            SignOnCookies cookies,
            Envelopes envelopes,
            Pages pages,
            Sealer sealer,
            MeterRegistry meters,
            InstantSource clock,
            RandomSource random) {
        PersonStore personStore = ports.people();
        SessionStore sessionStore = ports.sessions();
        AttemptStore attempts = ports.attempts();
        var policy = configuration.accounts().password().policy();
        var events = new RecordEvent(ports.audit(), pseudonyms, random);
        var links = new Links(publicUrl, ports.values(), sealer, random);
        var letters = new Letters(ports.jobs(), links, ports.mailboxes(), ports.letters(), random);
        var browsers = new KnownBrowsers(sealer, random);
        var names = new AttemptNames(sealer);
        var proof = new ProvePassword(
                personStore,
                hasher,
                attempts,
                configuration.accounts().attempts(),
                names,
                browsers,
                new NoteFailure(events, letters),
                clock);
        var issuer = new TokenIssuer(
                new CountedSigner(keys.access(), keys.usual(), meters),
                seal,
                sealer,
                configuration.tokens().policy(publicUrl),
                random);
        var signIn = new SignIn(proof, sessionStore, issuer, browsers, pseudonyms, events, clock, random);
        var refresh = new RefreshTokens(ports.families(), sessionStore, personStore, seal, issuer, events, clock);
        var list = new ListSessions(sessionStore, clock);
        var end = new EndSession(sessionStore, events, clock);
        var firstAdministrator = new CreateFirstAdministrator(personStore, hasher, policy, clock, random);

        boolean open = configuration.accounts().registration() == AuthConfiguration.Registration.OPEN;
        var registering = new Register(personStore, hasher, letters, events, clock, random);
        this.register =
                new RegisterCall(registering, policy, configuration.accounts().registration(), pages);
        this.loginWeb = new LoginWeb(signIn, cookies, clock);
        this.loginMobile = new LoginMobile(signIn, clock);
        this.refreshWeb = new RefreshWeb(refresh, clock);
        this.refreshMobile = new RefreshMobile(refresh, clock);
        this.logout = new Logout(new SignOut(sessionStore, events, clock), cookies, seal);
        this.me = new Me(new WhoAmI(personStore));
        this.sessions = new Sessions(list, end, new EndOtherSessions(list, end));
        this.consents = new Consents(
                ports.consents(),
                ports.clients(),
                new WithdrawConsent(ports.consents(), ports.devices(), sessionStore, events, clock));
        this.identities =
                new Identities(ports.identities(), new UnlinkIdentity(ports.identities(), sessionStore, events, clock));
        this.unlock = new UnlockCall(new Unlock(links, attempts, events, clock));
        this.setUp = new SetUpCall(new SetUp(links, firstAdministrator, clock), policy);
        this.passwords = new Passwords(
                letters,
                new ResetPassword(links, hasher, personStore, sessionStore, attempts, names, events, clock),
                policy,
                pages,
                clock);
        this.verifyEmail = new VerifyEmailCall(
                new VerifyEmail(links, personStore, ports.mailboxes(), sessionStore, events, clock), pages);
        this.emailChange = new EmailChange(
                new AskToChangeEmail(personStore, ports.mailboxes(), proof, letters, clock),
                new ChangeEmail(links, personStore, ports.mailboxes(), letters, events, clock),
                new UndoEmail(links, hasher, ports.mailboxes(), sessionStore, attempts, names, events, clock),
                policy,
                pages,
                clock);
        this.erasure = new Erasure(
                new AskToErase(personStore, proof, letters, clock),
                new EraseAccount(links, personStore, sessionStore, ports.jobs(), events, clock, random),
                pages,
                clock);
        this.jobs = new Jobs(ports.jobDesk(), events, clock);
        var envelope = EnvelopeKey.derived(sealer);
        this.wellKnown = new WellKnown(keys.access(), envelope, publicUrl);
        this.people = new People(personStore);
        this.events = new Events(ports.history());
        this.keys = keys;
        var claims = new PersonClaims(sealer);
        this.registration = new Registration(
                configuration.registration(),
                issuer.policy().issuer(),
                ports,
                clientKeys,
                keys.algorithms(),
                configuration.tlsClients().ways(),
                events,
                clock,
                random);
        this.provider = new Provider(
                ports,
                issuer,
                keys,
                refresh,
                seal,
                tokens,
                possession,
                assertions(configuration.tokens(), publicUrl, clientKeys, ports, clock),
                claims,
                envelopes,
                pseudonyms,
                events,
                configuration.tlsClients(),
                alsoSpoken(registration, configuration.tokens(), open),
                sealer,
                meters,
                clock,
                random);
        var signOn = new SignOn(
                proof,
                sessionStore,
                browsers,
                pseudonyms,
                events,
                configuration.tokens().refresh(),
                clock,
                random);
        this.authorize = new AuthorizePages(
                ports,
                ports.clients()::byId,
                issuer.policy(),
                signOn,
                signIn,
                new SignOnElsewhere(ports.identities(), personStore, signOn, open, events, clock, random),
                new LinkIdentity(ports.identities(), letters, events, clock, random),
                upstreams,
                cookies,
                jwts,
                claims,
                events,
                new AnswerDevice(ports.devices(), ports.guesses(), pseudonyms, events, sealer, clock),
                pages,
                new SignUpPage.Newcomers(registering, policy, open),
                new RequestObjects(issuer.policy().issuer(), clientKeys, envelope, clock),
                configuration.tokens().authorizationDetails(),
                sealer,
                clock,
                random);
    }

    private static Map<String, Object> alsoSpoken(
            Registration registration, AuthConfiguration.Tokens tokens, boolean open) {
        var all = new HashMap<>(registration.metadata());
        all.put(
                "prompt_values_supported",
                Prompt.offered(open).stream().map(Prompt::wireName).toList());
        if (!tokens.authorizationDetails().isEmpty()) {
            all.put(
                    "authorization_details_types_supported",
                    tokens.authorizationDetails().stream().sorted().toList());
        }
        return all;
    }

    /** Nobody's where nobody is trusted: then the grant does not exist. */
    private static Optional<BearerAssertions> assertions(
            AuthConfiguration.Tokens tokens, URI publicUrl, ClientKeys keys, AuthPorts ports, InstantSource clock) {
        var once = SingleUse.in(ports.values(), "bearer");
        return tokens.issuers().isEmpty()
                ? Optional.empty()
                : Optional.of(new BearerAssertions(publicUrl.toString(), tokens.issuers(), keys, once, clock));
    }

    @Override
    public String name() {
        return "auth";
    }

    @Override
    public List<Route> routes() {
        return Stream.of(firstParty(), provider.routes(), authorize.routes(), registration.routes())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public Told told() {
        return AccountOperations.told()
                .and(AdminOperations.told())
                .and(ProviderOperations.told())
                .and(AuthorizeOperations.told())
                .and(RegistrationOperations.told());
    }

    private List<Route> firstParty() {
        return List.of(
                Open("POST", "/v1/auth/register", register::handle, because("strangers open accounts")),
                FromBrowser("POST", "/v1/auth/login_web", loginWeb::handle, because("a password is the credential")),
                Open("POST", "/v1/auth/login_mobile", loginMobile::handle, because("a password is the credential")),
                ForBrowserRefresh("POST", "/v1/auth/refresh_web", refreshWeb::handle),
                Open("POST", "/v1/auth/refresh_mobile", refreshMobile::handle, because("the token is the credential")),
                ForBrowserRefresh("POST", "/v1/auth/logout_web", logout::web),
                ForBearer("POST", "/v1/auth/logout_mobile", Scope.NONE, logout::mobile),
                ForBearer("GET", "/v1/auth/me", Scope.NONE, me::handle),
                ForBearer("GET", "/v1/auth/sessions", Scope.NONE, sessions::list),
                ForBearer("DELETE", "/v1/auth/sessions", Scope.NONE, sessions::endOthers),
                ForBearer("DELETE", "/v1/auth/sessions/{id}", Scope.NONE, sessions::end),
                ForBearer("GET", "/v1/consents", Scope.NONE, consents::list),
                ForBearer("DELETE", "/v1/consents", Scope.NONE, consents::withdrawNamed),
                ForBearer("DELETE", "/v1/consents/{client}", Scope.NONE, consents::withdraw),
                ForBearer("GET", "/v1/identities", Scope.NONE, identities::list),
                ForBearer("DELETE", "/v1/identities/{id}", Scope.NONE, identities::remove),
                Open("POST", "/v1/auth/unlock", unlock::handle, because("the link's token is the credential")),
                Open("POST", "/v1/auth/password/forgot", passwords::forgot, because("who forgot has no credential")),
                Open(
                        "POST",
                        "/v1/auth/password/reset",
                        passwords::reset,
                        because("the link's token is the credential")),
                Open(
                        "POST",
                        "/v1/auth/email/verify",
                        verifyEmail::handle,
                        because("the link's token is the credential")),
                ForBearer("POST", "/v1/auth/email", Scope.NONE, emailChange::ask),
                Open(
                        "POST",
                        "/v1/auth/email/change",
                        emailChange::change,
                        because("the link's token is the credential")),
                Open("POST", "/v1/auth/email/undo", emailChange::undo, because("the link's token is the credential")),
                ForBearer("POST", "/v1/auth/erase", Scope.NONE, erasure::ask),
                Open("POST", "/v1/auth/erase/confirm", erasure::confirm, because("the link's token is the credential")),
                Open("POST", "/v1/auth/set_up", setUp::handle, because("the link's token is the credential")),
                Open("GET", "/.well-known/jwks.json", wellKnown::keySet, because("keys are public")),
                Open("GET", "/.well-known/change-password", wellKnown::changePassword, because("it only redirects")),
                ForAdmin("GET", "/v1/admin/people", Permission.READ_PEOPLE, people::list),
                ForAdmin("GET", "/v1/admin/jobs", Permission.READ_JOBS, jobs::list),
                ForAdmin("POST", "/v1/admin/jobs/{id}/retry", Permission.CHANGE_JOBS, jobs::retry),
                ForAdmin("DELETE", "/v1/admin/jobs/{id}", Permission.CHANGE_JOBS, jobs::discard),
                ForAdmin("GET", "/v1/admin/audit", Permission.READ_AUDIT, events::list));
    }

    /** Makes the first signing keys where there are none. */
    @Override
    public void start() {
        keys.start();
    }

    @Override
    public void stop() {
        keys.stop();
    }
}
