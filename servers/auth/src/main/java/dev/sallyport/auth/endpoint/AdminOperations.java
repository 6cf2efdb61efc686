package dev.sallyport.auth.endpoint;

import static dev.sallyport.kit.told.Field.moment;
import static dev.sallyport.kit.told.Field.text;

import dev.sallyport.kit.told.Operation;
import dev.sallyport.kit.told.Told;
import java.util.List;

/** What the calls of administrators take and give. */
public final class AdminOperations {
    private AdminOperations() {}

    public static Told told() {
        return Told.of(List.of(
                Operation.of("GET", "/v1/admin/people", "List the people with an account, newest first")
                        .paged()
                        .gives(200, "A page of people.", People.Items.class),
                Operation.of("GET", "/v1/admin/jobs", "List the work beside the requests")
                        .query(text("state", "Only work in this state.").oneOf("waiting", "running", "dead"))
                        .paged()
                        .gives(200, "A page of jobs.", Jobs.Items.class),
                Operation.of("POST", "/v1/admin/jobs/{id}/retry", "Try a job again that was given up")
                        .gives(204, "It waits for its turn."),
                Operation.of("DELETE", "/v1/admin/jobs/{id}", "Discard a job that was given up")
                        .gives(204, "It is gone."),
                Operation.of("GET", "/v1/admin/audit", "Read the audit log, newest first")
                        .query(
                                text("kind", "Only events of this type, as `session.signed_in`."),
                                text("person", "Only events of this person's account."),
                                moment("from", "Only events since then."),
                                moment("until", "Only events before then."))
                        .paged()
                        .gives(200, "A page of events.", Events.Items.class)));
    }
}
