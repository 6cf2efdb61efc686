package dev.sallyport.resource.document;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.document.DocumentId;
import dev.sallyport.domain.document.ReadDocuments;
import dev.sallyport.domain.document.Visitor;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.JsonBody;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** {@code /v1/documents/{collection}/{id}}: one document. */
final class DocumentEndpoint {
    private final Collection collection;
    private final ReadDocuments reading;
    private final DocumentVerbs verbs;
    private final Answers answers;

    DocumentEndpoint(Collection collection, ReadDocuments reading, DocumentVerbs verbs, Answers answers) {
        this.collection = collection;
        this.reading = reading;
        this.verbs = verbs;
        this.answers = answers;
    }

    Response read(Request request, Visitor visitor) {
        return DocumentId.parse(request.variable("id"))
                .flatMap(id -> reading.one(collection.rules(), visitor, id))
                .map(document -> answers.read(request, document))
                .orElseGet(() -> Problem.notFound().response());
    }

    Response create(Request request, Visitor visitor) {
        return json(request, tree -> verbs.create(visitor, tree));
    }

    Response put(Request request, Visitor visitor) {
        return json(request, tree -> verbs.put(visitor, request.variable("id"), tree, Conditions.of(request)));
    }

    @Spec("RFC 7396 §3")
    Response patch(Request request, Visitor visitor) {
        if (!request.mediaType().equals(MergePatch.MEDIA_TYPE)) {
            return Problem.unsupportedMediaType(MergePatch.MEDIA_TYPE)
                    .response()
                    .header("accept-patch", MergePatch.MEDIA_TYPE);
        }
        return json(
                request.header("content-type", "application/json"),
                patch -> verbs.patch(visitor, request.variable("id"), patch, Conditions.of(request)));
    }

    Response delete(Request request, Visitor visitor) {
        return verbs.delete(visitor, request.variable("id"), Conditions.of(request));
    }

    private static Response json(Request request, Function<JsonNode, Response> then) {
        return JsonBody.tree(request, then);
    }
}
