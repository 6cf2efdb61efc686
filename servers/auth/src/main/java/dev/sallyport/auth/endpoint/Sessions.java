package dev.sallyport.auth.endpoint;

import dev.sallyport.domain.session.EndOtherSessions;
import dev.sallyport.domain.session.EndSession;
import dev.sallyport.domain.session.ListSessions;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.BearerToken;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code GET /v1/auth/sessions}, {@code DELETE /v1/auth/sessions} (all others) and {@code DELETE /v1/auth/sessions/{id}}. */
public final class Sessions {
    private final ListSessions list;
    private final EndSession end;
    private final EndOtherSessions endOthers;

    public Sessions(ListSessions list, EndSession end, EndOtherSessions endOthers) {
        this.list = list;
        this.end = end;
        this.endOthers = endOthers;
    }

    record View(String id, String kind, String device, String createdAt, String lastSeenAt, boolean current) {
        static View of(Session session, Optional<SessionId> current) {
            return new View(
                    session.id().toString(),
                    session.kind().name().toLowerCase(Locale.ROOT),
                    session.device(),
                    session.created().truncatedTo(ChronoUnit.SECONDS).toString(),
                    session.lastSeen().truncatedTo(ChronoUnit.SECONDS).toString(),
                    current.filter(session.id()::equals).isPresent());
        }
    }

    record Items(List<View> items) {}

    public Response list(Request request, BearerToken token) {
        return Answers.forPerson(token, person -> {
            var views = list.list(person).stream()
                    .map(session -> View.of(session, token.claims().session()))
                    .toList();
            return Answers.json(200, new Items(views));
        });
    }

    public Response end(Request request, BearerToken token) {
        return Answers.forPerson(
                token,
                person -> named(request.variable("id"))
                        .filter(session -> end.end(session, person, request.peer()))
                        .map(ended -> Answers.noContent())
                        .orElseGet(() -> Problem.notFound().response()));
    }

    public Response endOthers(Request request, BearerToken token) {
        return Answers.forPerson(token, person -> {
            int ended = token.claims()
                    .session()
                    .map(current -> endOthers.endOthers(current, person, request.peer()))
                    .orElse(0);
            return Answers.json(200, Map.of("ended", ended));
        });
    }

    private static Optional<SessionId> named(String text) {
        try {
            return Optional.of(SessionId.of(text));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }
}
