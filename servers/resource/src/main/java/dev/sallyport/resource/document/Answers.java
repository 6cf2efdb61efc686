package dev.sallyport.resource.document;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.sallyport.domain.document.Document;
import dev.sallyport.domain.document.Written;
import dev.sallyport.kit.http.EntityTags;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.charset.StandardCharsets;

/** How documents of a collection, and what came of writing them, look on the wire. */
final class Answers {
    private final String base;
    private final String caching;

    Answers(Collection collection) {
        this.base = DocumentRoutes.at(collection.name());
        this.caching = collection.rules().publicRead() ? "public, no-cache" : "private, no-cache";
    }

    /**
     * A document in a list.
     *
     * @param document the JSON text itself
     */
    record Item(
            String id,
            String etag,
            String createdAt,
            String changedAt,
            @JsonRawValue String document) {
        static Item of(Document document) {
            return new Item(
                    document.id().value(),
                    Tags.of(document),
                    document.created().toString(),
                    document.changed().toString(),
                    document.body());
        }
    }

    /** The document, or 304 where the request says that it is known. */
    Response read(Request request, Document document) {
        return EntityTags.match(request.headers().all("if-none-match"), Tags.of(document), true)
                ? tagged(Response.of(304), document)
                : shown(200, document);
    }

    String caching() {
        return caching;
    }

    private Response shown(int status, Document document) {
        return tagged(Response.of(status), document)
                .header("content-type", "application/json")
                .body(document.body().getBytes(StandardCharsets.UTF_8));
    }

    private Response tagged(Response response, Document document) {
        // Coded on its way it would come with a weak tag, and If-Match takes none.
        return response.header("etag", Tags.of(document)).header("cache-control", caching + ", no-transform");
    }

    Response of(Written written) {
        return switch (written) {
            case Written.Created(var document) ->
                shown(201, document)
                        .header("location", base + "/" + document.id().value());
            case Written.Replaced(var document) -> shown(200, document);
            case Written.Gone() -> Response.of(204);
            case Written.NotFound() -> Problem.notFound().response();
            case Written.NotAllowed() ->
                Problem.forbidden("This may be read here, and changed by others only.")
                        .response();
            case Written.Unexpected() ->
                Problem.of(
                                412,
                                "precondition-failed",
                                "It is not as you expect",
                                "Read the document again, then change it.")
                        .response();
            case Written.MatchRequired() ->
                Problem.of(
                                428,
                                "precondition-required",
                                "Which version do you know?",
                                "Send If-Match with the ETag of the document, or If-None-Match: * for a new one.")
                        .response();
            case Written.OverQuota(var quota) ->
                Problem.of(
                                413,
                                "over-quota",
                                "There is no room",
                                "At most " + quota.documents() + " documents of " + quota.bytes()
                                        + " bytes together are kept here.")
                        .response();
        };
    }
}
