package dev.sallyport.domain.grant;

import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientStore;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.session.SessionStore;
import dev.sallyport.domain.token.AccessToken;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Tells whether a token that is valid by its signature still stands for something: its client is enabled, its person active,
 * its session open and its grant not revoked (T30).
 */
public final class StillGranted {
    private final ClientStore clients;
    private final PersonStore people;
    private final SessionStore sessions;
    private final RefreshStore families;
    private final InstantSource clock;

    public StillGranted(
            ClientStore clients,
            PersonStore people,
            SessionStore sessions,
            RefreshStore families,
            InstantSource clock) {
        this.clients = clients;
        this.people = people;
        this.sessions = sessions;
        this.families = families;
        this.clock = clock;
    }

    public boolean access(AccessToken token) {
        Instant now = clock.instant();
        boolean known = token.client().isFirstParty()
                || clients.byId(token.client()).filter(Client::enabled).isPresent();
        boolean session = token.session()
                .map(id -> sessions.byId(id).filter(s -> s.isLive(now)).isPresent())
                .orElse(true);
        boolean person = token.session().isEmpty()
                || people.byId(PersonId.of(token.subject()))
                        .filter(Person::isActive)
                        .isPresent();
        boolean grant = token.more()
                .grant()
                .map(id ->
                        families.byId(id).filter(family -> family.isLive(now)).isPresent())
                .orElse(true);
        return known && session && person && grant;
    }

    /** The family of a refresh token that would be taken now; empty when it would not. */
    public Optional<RefreshFamily> refresh(RefreshMember member) {
        Instant now = clock.instant();
        return families.byId(member.family())
                .filter(family -> family.isLive(now) && family.number() == member.number())
                .filter(family -> sessions.byId(family.session())
                        .filter(s -> s.isLive(now))
                        .isPresent())
                .filter(family ->
                        people.byId(family.person()).filter(Person::isActive).isPresent());
    }
}
