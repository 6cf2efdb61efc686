package dev.sallyport.domain.privacy;

import dev.sallyport.domain.audit.AuditLog;
import dev.sallyport.domain.grant.ConsentStore;
import dev.sallyport.domain.identity.IdentityStore;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.Mailboxes;
import dev.sallyport.domain.person.Role;
import dev.sallyport.domain.session.SessionStore;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** What the house itself keeps about people, kind by kind. */
public final class Holdings {
    private Holdings() {}

    /** The account. */
    public static Holding account(Mailboxes mailboxes) {
        return (person, archive) -> archive.list(
                "account",
                List.of(Facts.of("id", person.id())
                                .and("email", person.email().value())
                                .and("email_verified", person.emailVerified())
                                .and("email_changed_at", mailboxes.changed(person.id()))
                                .and("name", person.name())
                                .and("language", mailboxes.language(person.id()))
                                .and(
                                        "roles",
                                        person.roles().stream().map(Role::name).toList())
                                .and("state", person.state().name())
                                .and("created_at", person.created()))
                        .iterator());
    }

    /** Where the person is signed in. */
    public static Holding sessions(SessionStore sessions, InstantSource clock) {
        return (person, archive) -> archive.list(
                "sessions",
                sessions.live(person.id(), clock.instant()).stream()
                        .map(session -> Facts.of("id", session.id())
                                .and("kind", session.kind().name())
                                .and("device", session.device())
                                .and("address_day", session.address().map(AddressPseudonym::day))
                                .and("address_pseudonym", session.address().map(AddressPseudonym::value))
                                .and("created_at", session.created())
                                .and("last_seen_at", session.lastSeen())
                                .and("expires_at", session.expires())
                                .and("authenticated_at", session.authenticated())
                                .and("methods", session.methods()))
                        .iterator());
    }

    /** What the person allowed other applications. */
    public static Holding consents(ConsentStore consents) {
        return (person, archive) -> archive.list(
                "consents",
                consents.of(person.id()).stream()
                        .map(consent -> Facts.of("client", consent.client())
                                .and("scope", consent.scope())
                                .and("given_at", consent.given()))
                        .iterator());
    }

    /** Accounts elsewhere that sign the person in. */
    public static Holding identities(IdentityStore identities) {
        return (person, archive) -> archive.list(
                "identities",
                identities.of(person.id()).stream()
                        .map(identity -> Facts.of("id", identity.id())
                                .and("provider", identity.label())
                                .and("issuer", identity.issuer())
                                .and("subject", identity.subject())
                                .and("linked_at", identity.linked()))
                        .iterator());
    }

    /** What happened to the account. */
    public static Holding activity(AuditLog log) {
        return (person, archive) -> archive.list(
                "activity",
                all(
                        slice -> log.of(person.id(), slice),
                        event -> Facts.of("id", event.id())
                                .and("type", event.kind().wireName())
                                .and("at", event.at())
                                .and("session", event.session())
                                .and("address_day", event.address().map(AddressPseudonym::day))
                                .and("address_pseudonym", event.address().map(AddressPseudonym::value))
                                .and("details", event.details())));
    }

    /** The facts of everything on the pages of {@code list}, one page read at a time. */
    public static <T> Iterator<Facts> all(Function<Slice, Page<T>> list, Function<T, Facts> facts) {
        Iterator<T> items = each(list);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public Facts next() {
                return facts.apply(items.next());
            }
        };
    }

    /** Everything on the pages of {@code list}, one page read at a time. */
    public static <T> Iterator<T> each(Function<Slice, Page<T>> list) {
        return new Iterator<>() {
            private Page<T> page = list.apply(Slice.first(Slice.MOST));
            private Iterator<T> items = page.items().iterator();

            @Override
            public boolean hasNext() {
                while (!items.hasNext() && page.next().isPresent()) {
                    page = list.apply(new Slice(page.next(), Slice.MOST));
                    items = page.items().iterator();
                }
                return items.hasNext();
            }

            @Override
            public T next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return items.next();
            }
        };
    }
}
