package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.AuditLog;
import dev.sallyport.domain.audit.AuditQuery;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.AddressPseudonym;
import dev.sallyport.domain.session.SessionId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every log of events does. */
abstract class AuditLogContract extends StoreContract {
    private static final PersonId ADA = new PersonId(new UUID(0, 1));
    private static final PersonId EVE = new PersonId(new UUID(0, 2));

    private AuditLog log() {
        return stores().audit();
    }

    private AuditEvent appended(Optional<PersonId> person, Instant at) {
        var event = new AuditEvent(
                UUID.randomUUID(), AuditEvent.Kind.SIGNED_IN, person, Optional.empty(), Optional.empty(), Map.of(), at);
        log().append(event);
        return event;
    }

    @Test
    void an_event_is_read_as_it_was_appended() {
        var event = new AuditEvent(
                UUID.randomUUID(),
                AuditEvent.Kind.SIGN_IN_FAILED,
                Optional.of(ADA),
                Optional.of(new SessionId(UUID.randomUUID())),
                Optional.of(new AddressPseudonym(LocalDate.parse("2026-11-24"), "pseudonym")),
                Map.of("device", "a \"browser\" 🗝", "by", "", "ключ", "é"),
                NOW);
        log().append(event);
        assertThat(log().of(ADA, Slice.first(10)).items()).containsExactly(event);
        assertThat(log().all(Slice.first(10)).items()).containsExactly(event);
    }

    @Test
    void events_go_from_new_to_old_by_pages_and_ids_decide_between_equals() {
        var hers = new ArrayList<AuditEvent>();
        var all = new ArrayList<AuditEvent>();
        for (int i = 0; i < 9; i++) {
            Instant at = NOW.plusMillis(i / 4);
            if (i % 3 == 0) {
                all.add(appended(i == 0 ? Optional.empty() : Optional.of(EVE), at));
            } else {
                hers.add(appended(Optional.of(ADA), at));
            }
        }
        all.addAll(hers);
        var newestFirst = Comparator.comparing(AuditEvent::at)
                .thenComparing(event -> event.id().toString())
                .reversed();
        hers.sort(newestFirst);
        all.sort(newestFirst);
        for (int limit : List.of(1, 2, 5, 10)) {
            assertThat(Pages.walk(limit, slice -> log().of(ADA, slice))).isEqualTo(hers);
            assertThat(Pages.walk(limit, log()::all)).isEqualTo(all);
        }
        Pages.refuseForeignCursors(log()::all);
        Pages.refuseForeignCursors(slice -> log().of(ADA, slice));
        assertThat(log().of(new PersonId(new UUID(0, 0)), Slice.first(10)).items())
                .isEmpty();
    }

    @Test
    void what_comes_while_somebody_reads_does_not_shift_their_pages() {
        for (int i = 0; i < 4; i++) {
            appended(Optional.of(ADA), NOW.plusMillis(i));
        }
        var first = log().of(ADA, Slice.first(2));
        appended(Optional.of(ADA), NOW.plusSeconds(1));
        var second = log().of(ADA, new Slice(first.next(), 2));
        assertThat(second.items()).extracting(AuditEvent::at).containsExactly(NOW.plusMillis(1), NOW);
        assertThat(second.next()).isEmpty();
    }

    @Test
    void a_hundred_append_at_once_and_none_is_lost() throws Exception {
        Race.of(i -> appended(Optional.of(ADA), NOW));
        assertThat(Pages.walk(30, log()::all)).hasSize(Race.CALLERS);
    }

    @Test
    void L17_events_are_found_by_kind_person_and_time() {
        AuditEvent first = appended(Optional.of(ADA), NOW);
        AuditEvent second = appended(Optional.of(EVE), NOW.plusMillis(1));
        AuditEvent third = appended(Optional.of(ADA), NOW.plusMillis(2));
        var all = AuditQuery.ALL;
        assertThat(found(new AuditQuery(Optional.of(AuditEvent.Kind.SIGNED_IN), all.person(), NOW, NOW.plusMillis(2))))
                .containsExactly(second, first);
        assertThat(found(new AuditQuery(
                        Optional.of(AuditEvent.Kind.SIGNED_IN), Optional.of(ADA), NOW.plusMillis(1), all.until())))
                .containsExactly(third);
        assertThat(found(
                        new AuditQuery(Optional.of(AuditEvent.Kind.SIGNED_OUT), all.person(), all.from(), all.until())))
                .isEmpty();
        assertThat(found(AuditQuery.of(EVE))).containsExactly(second);
    }

    private List<AuditEvent> found(AuditQuery query) {
        return Pages.walk(1, slice -> log().find(query, slice));
    }
}
