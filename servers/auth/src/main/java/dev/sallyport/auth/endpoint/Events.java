package dev.sallyport.auth.endpoint;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.AuditLog;
import dev.sallyport.domain.audit.AuditQuery;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.Administrator;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** {@code GET /v1/admin/audit?kind=&person=&from=&until=&limit=&after=}: what happened to everybody's accounts, newest first. */
public final class Events {
    private static final int USUAL = 50;
    private static final int LONGEST_CURSOR = 256;
    private final AuditLog log;

    public Events(AuditLog log) {
        this.log = log;
    }

    record Items(List<ToldEvent> items, Optional<String> next) {}

    private record Asked(AuditQuery query, Slice slice) {}

    public Response list(Request request, Administrator administrator) {
        return request.params()
                .flatMap(Events::asked)
                .map(asked -> {
                    var page = log.find(asked.query(), asked.slice());
                    return Answers.json(
                            200,
                            new Items(page.items().stream().map(ToldEvent::of).toList(), page.next()));
                })
                .orElseGet(() -> Problem.malformed("kind is a type of event, person an id, from and until are moments"
                                + " such as 2026-11-24T12:00:00Z, limit is 1 to " + Slice.MOST
                                + "; after is a cursor of this list.")
                        .response());
    }

    private static Optional<Asked> asked(Params params) {
        Optional<String> named = params.first("kind");
        Optional<AuditEvent.Kind> kind = named.flatMap(AuditEvent.Kind::of);
        if (named.isPresent() && kind.isEmpty()) {
            return Optional.empty();
        }
        try {
            var query = new AuditQuery(
                    kind,
                    params.first("person").map(PersonId::of),
                    params.first("from").map(Instant::parse).orElse(Instant.EPOCH),
                    params.first("until").map(Instant::parse).orElse(Instant.MAX));
            int limit = params.first("limit").map(Integer::parseInt).orElse(USUAL);
            Optional<String> after = params.first("after").filter(a -> a.length() <= LONGEST_CURSOR);
            return Optional.of(new Asked(query, new Slice(after, limit)));
        } catch (IllegalArgumentException | DateTimeParseException malformed) {
            return Optional.empty();
        }
    }
}
