package dev.sallyport.domain.identity;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.person.AccountState;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.PersonName;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SignOn;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Signs somebody on whom another provider introduces: the person to whom that account is linked, or somebody new. An account that
 * is here already is never linked by its address; its owner must prove it first (T10).
 */
public final class SignOnElsewhere {
    /** How somebody proves who they are by another provider's word; the name that others use, since RFC 8176 has none. */
    public static final List<String> FEDERATED = List.of("fed");

    private final IdentityStore identities;
    private final PersonStore people;
    private final SignOn signOn;
    private final boolean registration;
    private final RecordEvent events;
    private final InstantSource clock;
    private final RandomSource random;

    /** @param registration whether strangers may open accounts */
    public SignOnElsewhere(
            IdentityStore identities,
            PersonStore people,
            SignOn signOn,
            boolean registration,
            RecordEvent events,
            InstantSource clock,
            RandomSource random) {
        this.identities = identities;
        this.people = people;
        this.signOn = signOn;
        this.registration = registration;
        this.events = events;
        this.clock = clock;
        this.random = random;
    }

    /** What a sign-on came to. */
    public sealed interface Outcome {
        record SignedOn(Session session) implements Outcome {}

        /** Nobody is linked, and nobody new may be made of it: an account here must be proven first. */
        record ProveFirst() implements Outcome {}

        /** The account is not active. */
        record Closed() implements Outcome {}
    }

    /** @param here the sessions that the browser has now */
    public Outcome signOn(Introduction introduction, List<Session> here, String device, Address address) {
        return switch (recognise(introduction, address)) {
            case Recognised.Somebody(var person) ->
                new Outcome.SignedOn(signOn.admit(person, FEDERATED, here, device, address));
            case Recognised.Nobody() -> new Outcome.ProveFirst();
            case Recognised.Closed() -> new Outcome.Closed();
        };
    }

    /** Whom an introduction means here. */
    public sealed interface Recognised {
        record Somebody(Person person) implements Recognised {}

        /** Nobody is linked, and nobody new may be made of it. */
        record Nobody() implements Recognised {}

        /** The account is not active. */
        record Closed() implements Recognised {}
    }

    /** Whom it means; somebody new, where that may be. */
    public Recognised recognise(Introduction introduction, Address address) {
        Recognised known = known(introduction);
        return known instanceof Recognised.Nobody ? firstSight(introduction, address) : known;
    }

    /** Whom it means among those who are here already. */
    public Recognised known(Introduction introduction) {
        return identities
                .find(introduction.issuer(), introduction.subject())
                .map(identity -> active(identity.person()))
                .orElseGet(Recognised.Nobody::new);
    }

    private Recognised active(PersonId id) {
        return people.byId(id)
                .filter(Person::isActive)
                .<Recognised>map(Recognised.Somebody::new)
                .orElseGet(Recognised.Closed::new);
    }

    private Recognised firstSight(Introduction introduction, Address address) {
        return introduction
                .proven()
                .filter(email -> registration)
                .flatMap(email -> opened(introduction, email, address))
                .<Recognised>map(Recognised.Somebody::new)
                .orElseGet(Recognised.Nobody::new);
    }

    private Optional<Person> opened(Introduction introduction, EmailAddress email, Address address) {
        Instant now = clock.instant();
        var person = new Person(
                new PersonId(random.uuid(now)),
                email,
                true,
                PersonName.parse(introduction.name()).map(PersonName::value).orElse(""),
                new TreeSet<>(),
                AccountState.ACTIVE,
                now);
        var id = new IdentityId(random.uuid(now));
        return switch (identities.open(person, Identity.of(id, person.id(), introduction, now))) {
            case TAKEN -> Optional.empty();
            case NEW -> {
                var details = Map.of("provider", introduction.label());
                events.record(
                        AuditEvent.Kind.ACCOUNT_CREATED,
                        Optional.of(person.id()),
                        Optional.empty(),
                        address,
                        details,
                        now);
                yield Optional.of(person);
            }
        };
    }
}
