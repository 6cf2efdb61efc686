package dev.sallyport.resource;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.person.ChangeProfile;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonName;
import dev.sallyport.domain.person.Profile;
import dev.sallyport.domain.person.ReadProfile;
import dev.sallyport.domain.person.Role;
import dev.sallyport.kit.http.EntityTags;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.JsonBody;
import dev.sallyport.kit.route.BearerToken;
import dev.sallyport.kit.route.Caller;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** {@code /v1/profile}: what a person is called, and what else we know of them. */
final class ProfileEndpoint {
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final ReadProfile reading;
    private final ChangeProfile changing;

    ProfileEndpoint(ReadProfile reading, ChangeProfile changing) {
        this.reading = reading;
        this.changing = changing;
    }

    Response read(Request request, BearerToken token) {
        return Caller.of(
                token,
                caller -> reading.read(caller.person())
                        .map(profile -> unchanged(request, profile) ? notModified(profile) : shown(profile))
                        .orElseGet(() -> Problem.notFound().response()));
    }

    /** What may be changed; an absent name stays as it is. */
    record Change(Optional<String> name) {
        /** A member that is null in a merge patch is taken away; a person without a name is one of the empty name. */
        static Change in(JsonNode patch, Change read) {
            return patch.path("name").isNull() ? new Change(Optional.of("")) : read;
        }
    }

    @Spec("RFC 7396 §2")
    Response change(Request request, BearerToken token) {
        Request json =
                request.mediaType().equals(MERGE_PATCH) ? request.header("content-type", "application/json") : request;
        return Caller.atHome(
                token,
                caller -> JsonBody.tree(
                        json,
                        patch -> JsonBody.bind(
                                patch, Change.class, read -> change(request, caller, Change.in(patch, read)))));
    }

    private Response change(Request request, Caller caller, Change change) {
        Optional<Profile> current = reading.read(caller.person());
        if (current.isEmpty()) {
            return Problem.notFound().response();
        }
        String typed = change.name().orElse(current.get().person().name());
        Optional<PersonName> name = PersonName.parse(typed);
        if (name.isEmpty()) {
            return Problem.invalid(List.of(new Problem.FieldError(
                            "/name", "must be at most " + PersonName.LONGEST + " characters, all of them visible")))
                    .response();
        }
        return switch (changing.change(
                caller.person(), caller.session(), name.get(), version -> expected(request, version))) {
            case ChangeProfile.Changed.Now(Profile now) -> shown(now);
            case ChangeProfile.Changed.Outdated() ->
                Problem.of(
                                412,
                                "precondition-failed",
                                "It has changed meanwhile",
                                "Read the profile again, then change it.")
                        .response();
            case ChangeProfile.Changed.NoSuchPerson() -> Problem.notFound().response();
        };
    }

    /** Strong comparison; a request without the field expects nothing. */
    @Spec("RFC 9110 §13.1.1")
    private static boolean expected(Request request, String version) {
        return !request.headers().has("if-match")
                || EntityTags.match(request.headers().all("if-match"), tag(version), false);
    }

    @Spec("RFC 9110 §13.1.2")
    private static boolean unchanged(Request request, Profile profile) {
        return EntityTags.match(request.headers().all("if-none-match"), tag(profile.version()), true);
    }

    private static String tag(String version) {
        return '"' + version + '"';
    }

    private static Response notModified(Profile profile) {
        return Response.of(304).header("etag", tag(profile.version())).header("cache-control", "private, no-cache");
    }

    private static Response shown(Profile profile) {
        return Response.json(200, Shown.of(profile.person()))
                .header("etag", tag(profile.version()))
                .header("cache-control", "private, no-cache");
    }

    /** A person on the wire. */
    record Shown(String id, String email, boolean emailVerified, String name, List<String> roles, String createdAt) {
        static Shown of(Person person) {
            return new Shown(
                    person.id().toString(),
                    person.email().value(),
                    person.emailVerified(),
                    person.name(),
                    person.roles().stream().map(Role::name).toList(),
                    person.created().toString());
        }
    }
}
