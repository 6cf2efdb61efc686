package dev.sallyport.auth.endpoint;

import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.person.Role;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.Administrator;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code GET /v1/admin/people?limit=&after=}, newest first. */
public final class People {
    private static final int USUAL = 50;
    private static final int LONGEST_CURSOR = 256;
    private final PersonStore people;

    public People(PersonStore people) {
        this.people = people;
    }

    record View(
            String id,
            String email,
            boolean emailVerified,
            String name,
            List<String> roles,
            String state,
            String createdAt) {
        static View of(Person person) {
            return new View(
                    person.id().toString(),
                    person.email().value(),
                    person.emailVerified(),
                    person.name(),
                    person.roles().stream().map(Role::name).toList(),
                    person.state().name().toLowerCase(Locale.ROOT),
                    person.created().truncatedTo(ChronoUnit.SECONDS).toString());
        }
    }

    record Items(List<View> items, Optional<String> next) {}

    public Response list(Request request, Administrator administrator) {
        return request.params()
                .flatMap(People::slice)
                .map(slice -> {
                    var page = people.list(slice);
                    return Answers.json(
                            200, new Items(page.items().stream().map(View::of).toList(), page.next()));
                })
                .orElseGet(() -> Problem.malformed("limit is 1 to " + Slice.MOST + "; after is a cursor of this list.")
                        .response());
    }

    private static Optional<Slice> slice(Params params) {
        try {
            int limit = params.first("limit").map(Integer::parseInt).orElse(USUAL);
            Optional<String> after = params.first("after").filter(a -> a.length() <= LONGEST_CURSOR);
            return Optional.of(new Slice(after, limit));
        } catch (IllegalArgumentException noSlice) {
            return Optional.empty();
        }
    }
}
