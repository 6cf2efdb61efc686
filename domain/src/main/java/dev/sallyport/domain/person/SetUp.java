package dev.sallyport.domain.person;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.token.Links;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import dev.sallyport.domain.token.OneTimeStore.Taken;
import java.time.InstantSource;

/** Redeems the set-up link: whoever holds it becomes the first administrator, once. */
public final class SetUp {
    private final Links links;
    private final CreateFirstAdministrator creation;
    private final InstantSource clock;

    public SetUp(Links links, CreateFirstAdministrator creation, InstantSource clock) {
        this.links = links;
        this.creation = creation;
        this.clock = clock;
    }

    /** What redeeming came to. */
    public sealed interface Outcome {
        /** The link was good and is used up; this came of it. */
        record Redeemed(CreateFirstAdministrator.Outcome outcome) implements Outcome {}

        /** The link is not ours, has expired or was used before. */
        record BadLink() implements Outcome {}
    }

    public Outcome setUp(String token, EmailAddress email, Secret password, String name) {
        return switch (links.take(Purpose.SET_UP, token, clock.instant())) {
            case Taken.First(String payload) -> new Outcome.Redeemed(creation.create(email, password, name));
            case Taken.Again(String payload) -> new Outcome.BadLink();
            case Taken.Never() -> new Outcome.BadLink();
        };
    }
}
