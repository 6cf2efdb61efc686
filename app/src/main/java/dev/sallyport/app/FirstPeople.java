package dev.sallyport.app;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.credential.PasswordHasher;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.AccountState;
import dev.sallyport.domain.person.CreateFirstAdministrator;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.OfferSetUp;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.token.Links;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Who is there before the first visitor: the administrator, the declared clients, and the demo account when asked for. */
final class FirstPeople {
    static final String DEMO_EMAIL = "demo@example.org";
    static final String DEMO_PASSWORD = "open sesame, demo";
    private static final String EMAIL = "SALLYPORT_ADMIN_EMAIL";
    private static final String PASSWORD = "SALLYPORT_ADMIN_PASSWORD";

    private final Settings settings;
    private final URI publicUrl;
    private final Ports ports;
    private final PasswordHasher hasher;
    private final Machine machine;

    FirstPeople(Settings settings, URI publicUrl, Ports ports, PasswordHasher hasher, Machine machine) {
        this.settings = settings;
        this.publicUrl = publicUrl;
        this.ports = ports;
        this.hasher = hasher;
        this.machine = machine;
    }

    /**
     * What the operator must know at this start.
     *
     * @param setUpLink the link that makes the first administrator, while there is none
     * @param created the administrator that this start made
     */
    record Welcome(Optional<Secret> setUpLink, Optional<EmailAddress> created) {}

    Welcome greet(boolean demo) {
        if (!settings.configuration().has(Room.AUTH)) {
            return new Welcome(Optional.empty(), Optional.empty());
        }
        ports.clients().reconcile(declared());
        demo(demo);
        Optional<EmailAddress> created = administrator();
        var links = new Links(publicUrl, ports.stores().oneTime(), ports.sealer(), machine.random());
        return new Welcome(new OfferSetUp(ports.stores().people(), links, machine.clock()).offer(), created);
    }

    private Optional<EmailAddress> administrator() {
        Map<String, String> environment = machine.environment();
        String email = environment.getOrDefault(EMAIL, "");
        String password = environment.getOrDefault(PASSWORD, "");
        if (email.isEmpty() && password.isEmpty()) {
            return Optional.empty();
        }
        if (email.isEmpty() || password.isEmpty()) {
            throw new CannotStart(EMAIL + " and " + PASSWORD + " belong together; only one of them is set.");
        }
        EmailAddress address = EmailAddress.parse(email)
                .orElseThrow(() -> new CannotStart(EMAIL + "=" + email + " is not a mail address."));
        var creation = new CreateFirstAdministrator(
                ports.stores().people(),
                hasher,
                settings.configuration().accounts().password().policy(),
                machine.clock(),
                machine.random());
        return switch (creation.create(address, Secret.of(password), "")) {
            case CreateFirstAdministrator.Outcome.Created(Person person) -> Optional.of(person.email());
            case CreateFirstAdministrator.Outcome.NotFirst() -> Optional.empty();
            case CreateFirstAdministrator.Outcome.Taken() ->
                throw new CannotStart(
                        EMAIL + "=" + address + " belongs to an account that is no administrator.",
                        "Name an address that has no account yet.");
            case CreateFirstAdministrator.Outcome.WeakPassword(String objection) ->
                throw new CannotStart(PASSWORD + " " + objection + ".");
            case CreateFirstAdministrator.Outcome.Busy() -> throw new IllegalStateException("nobody hashes yet");
        };
    }

    /** The demo account is known to everybody, so it exists while the house is asked for it and no longer. */
    private void demo(boolean wanted) {
        var people = ports.stores().people();
        EmailAddress address = EmailAddress.parse(DEMO_EMAIL).orElseThrow();
        Optional<Person> known = people.byEmail(address);
        if (known.isPresent()) {
            AccountState state = wanted ? AccountState.ACTIVE : AccountState.DISABLED;
            if (known.get().state() != state) {
                people.changeState(known.get().id(), state);
            }
        } else if (wanted) {
            Instant now = machine.clock().instant();
            var id = new PersonId(machine.random().uuid(now));
            people.add(
                    new Person(id, address, true, "Demo", new TreeSet<>(), AccountState.ACTIVE, now),
                    hashed(DEMO_PASSWORD));
        }
    }

    private PasswordHash hashed(String password) {
        return switch (hasher.hash(Secret.of(password))) {
            case PasswordHasher.Hashed.Done(PasswordHash hash) -> hash;
            case PasswordHasher.Hashed.Busy() -> throw new IllegalStateException("nobody hashes yet");
        };
    }

    private List<Client> declared() {
        // Those that are there already keep their age.
        Instant now = machine.clock().instant();
        var clients = new ArrayList<Client>();
        List<DeclaredClient> declared = settings.configuration().clients();
        for (int i = 0; i < declared.size(); i++) {
            DeclaredClient client = declared.get(i);
            ClientCredential credential = settings.clientCredentials().get(i);
            clients.add(new Client(
                    client.id(),
                    client.name().orElse(client.id().value()),
                    client.public_(),
                    credential.secret().map(secret -> Digest.of(secret.reveal())).stream()
                            .toList(),
                    client.grants(),
                    Scope.of(client.scopes().toArray(String[]::new)),
                    client.redirectUris(),
                    client.refreshInCookie(),
                    true,
                    Client.Origin.DECLARED,
                    now,
                    client.metadata(credential.jwks())));
        }
        // The page may be served by another process of the installation.
        clients.add(ApiRoom.docs(publicUrl, now));
        return clients;
    }
}
