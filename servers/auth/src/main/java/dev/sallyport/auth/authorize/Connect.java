package dev.sallyport.auth.authorize;

import dev.sallyport.domain.identity.Introduction;
import dev.sallyport.domain.identity.LinkIdentity;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.session.Session;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/** Connects an account elsewhere to that of somebody who is signed in. */
final class Connect {
    /**
     * How long ago the sign-in may be. A way in outlives the session in which it is added, so whoever found a browser open must not
     * be able to leave one behind.
     */
    static final Duration FRESH = Duration.ofMinutes(10);

    private final LinkIdentity link;
    private final PersonStore people;
    private final InstantSource clock;

    Connect(LinkIdentity link, PersonStore people, InstantSource clock) {
        this.link = link;
        this.people = people;
        this.clock = clock;
    }

    /** What came of it, as the app is told. */
    enum Came {
        NEW,
        /** The account elsewhere signs somebody in here already. */
        TAKEN,
        UNVERIFIED,
        FAILED;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean isFresh(Session session) {
        return session.authenticated().plus(FRESH).isAfter(clock.instant());
    }

    Came link(Session session, Introduction who, Address address) {
        return people.byId(session.person())
                .filter(Person::isActive)
                .map(person -> link(person, session, who, address))
                .orElse(Came.FAILED);
    }

    Came link(Person person, Session session, Introduction who, Address address) {
        return switch (link.link(person, session.id(), who, address)) {
            case NEW -> Came.NEW;
            case TAKEN -> Came.TAKEN;
            case UNVERIFIED -> Came.UNVERIFIED;
        };
    }
}
