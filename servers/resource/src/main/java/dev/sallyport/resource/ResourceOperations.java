package dev.sallyport.resource;

import static dev.sallyport.kit.told.Field.text;

import dev.sallyport.kit.told.Content;
import dev.sallyport.kit.told.Field;
import dev.sallyport.kit.told.Operation;
import dev.sallyport.kit.told.Told;
import java.util.List;

/** What the calls of this server take and give. */
final class ResourceOperations {
    private static final Field TAG = text("ETag", "Which version it is.");

    private ResourceOperations() {}

    static Told told() {
        return Told.of(List.of(
                Operation.of("GET", "/v1/profile", "Read one's profile")
                        .headers(text("If-None-Match", "Versions that the caller has."))
                        .gives(200, "The profile.", ProfileEndpoint.Shown.class, TAG)
                        .gives(304, "The caller has it.", TAG)
                        .refuses(404),
                Operation.of("PATCH", "/v1/profile", "Change one's profile")
                        .explained("A merge patch (RFC 7396); what is not named stays as it is.")
                        .headers(text("If-Match", "The version that is to be changed."))
                        .takes(Content.json(ProfileEndpoint.Change.class).as("application/merge-patch+json"))
                        .takes(ProfileEndpoint.Change.class)
                        .gives(200, "As it is now.", ProfileEndpoint.Shown.class, TAG)
                        .refuses(404)
                        .refuses(412, "precondition-failed"),
                Operation.of("GET", "/v1/activity", "Read what happened to one's account, newest first")
                        .paged()
                        .gives(200, "A page of events.", ActivityEndpoint.Shown.class),
                Operation.of("POST", "/v1/profile/exports", "Ask for an archive of everything that is kept about one")
                        .gives(202, "It is being made.", ExportsEndpoint.Shown.class, text("Location", "Where it is."))
                        .refuses(429, "export-made-lately", "rate-limited"),
                Operation.of("GET", "/v1/profile/exports", "List one's archives, newest first")
                        .gives(200, "Archives.", ExportsEndpoint.All.class),
                Operation.of("GET", "/v1/profile/exports/{id}", "Look how far an archive is, and where to fetch it")
                        .gives(200, "The archive.", ExportsEndpoint.Shown.class)));
    }
}
