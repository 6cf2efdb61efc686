package dev.sallyport.domain.person;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.token.Links;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import java.time.Duration;
import java.time.InstantSource;

/** A link through which a person chooses a password, for an operator to hand over. Only the newest such link is good. */
public final class OfferNewPassword {
    /** How long the link is good. */
    public static final Duration LIFE = Duration.ofDays(1);

    private final Links links;
    private final InstantSource clock;

    public OfferNewPassword(Links links, InstantSource clock) {
        this.links = links;
        this.clock = clock;
    }

    /** The link, for the operator's eyes. The password that holds now holds until the link is used. */
    public Secret offer(Person person) {
        String id = person.id().toString();
        links.withdraw(Purpose.RESET_PASSWORD, id);
        return links.to(
                "/reset-password",
                Purpose.RESET_PASSWORD,
                id,
                id,
                clock.instant().plus(LIFE));
    }
}
