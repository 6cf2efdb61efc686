package dev.sallyport.resource.document;

import dev.sallyport.domain.document.Visitor;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Problem.FieldError;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.json.JsonBody;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** {@code POST /v1/documents/{collection}/bulk}: many changes in one request, each as if it were asked alone, in order. */
final class BulkEndpoint {
    /** Changes of one request, and its bytes. */
    static final int MOST = 100;

    static final long LONGEST = 4 << 20;

    private final DocumentVerbs verbs;

    BulkEndpoint(DocumentVerbs verbs) {
        this.verbs = verbs;
    }

    /** What can be done. */
    enum Op {
        CREATE,
        PUT,
        PATCH,
        DELETE
    }

    /** One change. */
    record Item(
            Op op,
            Optional<String> id,
            Optional<JsonNode> document,
            Optional<String> ifMatch,
            Optional<String> ifNoneMatch) {}

    /** The request. */
    record Bulk(@Size(min = 1, max = MOST) List<Item> items) {}

    /** What came of one change: the status of the same call alone, with the problem where there is one. */
    record Outcome(int status, Optional<String> id, Optional<String> etag, Optional<JsonNode> problem) {}

    /** The answer, one outcome for each change and in their order. */
    record Outcomes(List<Outcome> items) {}

    Response handle(Request request, Visitor visitor) {
        return JsonBody.read(
                request,
                Bulk.class,
                bulk -> Response.json(
                                200,
                                new Outcomes(bulk.items().stream()
                                        .map(item -> outcome(item, done(item, visitor)))
                                        .toList()))
                        .header("cache-control", "no-store"));
    }

    private Response done(Item item, Visitor visitor) {
        Conditions conditions = Conditions.of(
                item.ifMatch().stream().toList(), item.ifNoneMatch().stream().toList());
        boolean named = item.id().isPresent();
        boolean saying = item.document().isPresent();
        return switch (item.op()) {
            case CREATE ->
                named || !saying
                        ? wrong("create has a document and no id")
                        : verbs.create(visitor, item.document().get());
            case PUT ->
                named && saying
                        ? verbs.put(visitor, item.id().get(), item.document().get(), conditions)
                        : wrong("put has an id and a document");
            case PATCH ->
                named && saying
                        ? verbs.patch(visitor, item.id().get(), item.document().get(), conditions)
                        : wrong("patch has an id and, as document, the merge patch");
            case DELETE ->
                named && !saying ? verbs.delete(visitor, item.id().get(), conditions) : wrong("delete has an id only");
        };
    }

    private static Response wrong(String right) {
        return Problem.invalid(List.of(new FieldError("", right))).response();
    }

    private static Outcome outcome(Item item, Response response) {
        Optional<JsonNode> problem =
                response.status() >= 400 && response.body() instanceof ResponseBody.Bytes(byte[] text)
                        ? Optional.of(Json.tree(text))
                        : Optional.empty();
        Optional<String> made =
                response.headers().first("location").map(location -> location.substring(location.lastIndexOf('/') + 1));
        return new Outcome(
                response.status(), item.id().or(() -> made), response.headers().first("etag"), problem);
    }
}
