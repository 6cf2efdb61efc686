package dev.sallyport.resource.document;

import static dev.sallyport.kit.told.Field.number;
import static dev.sallyport.kit.told.Field.text;

import dev.sallyport.domain.document.SortKey;
import dev.sallyport.kit.told.Content;
import dev.sallyport.kit.told.Field;
import dev.sallyport.kit.told.Operation;
import dev.sallyport.kit.told.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the calls of a collection take and give; its documents are what its own schema says. */
final class DocumentOperations {
    private static final Field TAG = text("ETag", "Which version it is.");
    private static final Field LOCATION = text("Location", "Where it is.");
    private static final Field IF_MATCH = text("If-Match", "The version that is to be changed.");
    private static final Field IF_NONE_MATCH = text("If-None-Match", "`*` where there must be no such document yet.");
    private static final Field ID = text("id", "The document, by 1 to 128 characters of its writer's choice.");

    private final String name;
    private final String all;
    private final String one;
    private final Content document;
    private final Map<String, SortKey.Kind> indexes;

    private DocumentOperations(Collection collection) {
        this.name = collection.name();
        this.all = DocumentRoutes.at(name);
        this.one = all + "/{id}";
        this.document =
                Content.schema("document-of-" + name, collection.schema().text());
        this.indexes = collection.rules().indexes();
    }

    static Told told(List<Collection> collections) {
        return Told.of(collections.stream()
                .flatMap(collection -> new DocumentOperations(collection).operations())
                .toList());
    }

    private Stream<Operation> operations() {
        return Stream.of(list(), follow(), read(), create(), bulk(), put(), patch(), delete());
    }

    private Operation list() {
        var fields = new ArrayList<Field>();
        fields.add(text("sort", "By which indexed field; `-` before it turns the order round."));
        indexes.keySet().forEach(field -> {
            fields.add(text("filter[" + field + "]", "Those whose " + field + " is this."));
            for (String operator : List.of("lt", "lte", "gt", "gte")) {
                fields.add(text("filter[" + field + "][" + operator + "]", "Those whose " + field + " lies there."));
            }
        });
        return Operation.of("GET", all, "List documents of " + name)
                .explained("Filters and orders by what the collection has indexed, and by nothing else.")
                .paged()
                .query(fields.toArray(Field[]::new))
                .gives(
                        200,
                        "A page of documents.",
                        Content.object(
                                "page-of-" + name,
                                Field.objects(
                                                "items",
                                                "Each with `id`, `etag`, `created_at`, `changed_at` and `document`.")
                                        .always(),
                                text("next", "The cursor of the next page."),
                                number("changes", "The last change of the collection, for `changes?after=`.")
                                        .always()));
    }

    private Operation follow() {
        return Operation.of("GET", all + "/changes", "Follow changes of documents of " + name)
                .explained(
                        "Server-sent events; each has the number of its change as its id, and `Last-Event-ID` goes on behind it.")
                .headers(text("Last-Event-ID", "The last change that is known."))
                .query(text("after", "The same, for who cannot send the header; 0 for everything."))
                .gives(200, "Events, until the token expires.", Content.text("text/event-stream"))
                .refuses(404)
                .refuses(503, "too-many-followers");
    }

    private Operation read() {
        return about("GET", one, "Read a document of " + name)
                .headers(text("If-None-Match", "Versions that the caller has."))
                .gives(200, "The document.", document, TAG)
                .gives(304, "The caller has it.", TAG);
    }

    private Operation create() {
        return Operation.of("POST", all, "Write a new document of " + name)
                .takes(document)
                .gives(201, "It is written, under an id that was made for it.", document, TAG, LOCATION)
                .refuses(413, "over-quota");
    }

    private Operation bulk() {
        return Operation.of("POST", all + "/bulk", "Make up to 100 changes of documents of " + name)
                .explained("Each change stands for itself: its outcome is that of the same call alone.")
                .takes(BulkEndpoint.Bulk.class)
                .gives(200, "One outcome for each change, in their order.", BulkEndpoint.Outcomes.class);
    }

    private Operation put() {
        return about("PUT", one, "Write a document of " + name + " whole")
                .headers(IF_MATCH, IF_NONE_MATCH)
                .takes(document)
                .gives(200, "It took the place of another version.", document, TAG)
                .gives(201, "It is new.", document, TAG, LOCATION)
                .refuses(412, "precondition-failed")
                .refuses(413, "over-quota")
                .refuses(428, "precondition-required");
    }

    private Operation patch() {
        return about("PATCH", one, "Change a document of " + name)
                .explained("A merge patch (RFC 7396): what is not named stays as it is, and null takes away.")
                .headers(IF_MATCH)
                .takes(Content.anyJson().as(MergePatch.MEDIA_TYPE))
                .gives(200, "As it is now.", document, TAG)
                .refuses(412, "precondition-failed")
                .refuses(413, "over-quota")
                .refuses(428, "precondition-required");
    }

    private Operation delete() {
        return about("DELETE", one, "Take a document of " + name + " away")
                .headers(IF_MATCH)
                .gives(204, "It is gone.")
                .refuses(412, "precondition-failed")
                .refuses(428, "precondition-required");
    }

    private static Operation about(String method, String template, String summary) {
        return Operation.of(method, template, summary).path(ID);
    }
}
