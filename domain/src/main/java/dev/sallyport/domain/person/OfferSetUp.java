package dev.sallyport.domain.person;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.token.Links;
import dev.sallyport.domain.token.OneTimeStore;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** A link through which the first administrator is made, as long as there is none. */
public final class OfferSetUp {
    /** How long the link is good. */
    public static final Duration LIFE = Duration.ofDays(1);

    private final PersonStore people;
    private final Links links;
    private final InstantSource clock;

    public OfferSetUp(PersonStore people, Links links, InstantSource clock) {
        this.people = people;
        this.links = links;
        this.clock = clock;
    }

    /** The link, for the operator's eyes; empty when there is an administrator. */
    public Optional<Secret> offer() {
        return people.anyWith(Role.ADMIN)
                ? Optional.empty()
                : Optional.of(links.to(
                        "/set-up",
                        Purpose.SET_UP,
                        Role.ADMIN.name(),
                        OneTimeStore.NOBODY,
                        clock.instant().plus(LIFE)));
    }
}
