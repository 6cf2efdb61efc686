package dev.sallyport.resource.document;

import dev.sallyport.domain.document.ReadDocuments;
import dev.sallyport.domain.document.ReadDocuments.Listed;
import dev.sallyport.domain.document.Visitor;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.Slices;
import java.util.List;
import java.util.Optional;

/** {@code GET /v1/documents/{collection}}: documents by pages, sorted and filtered by indexed fields. */
final class ListEndpoint {
    private final Collection collection;
    private final ReadDocuments reading;
    private final Answers answers;
    private final QueryReader queries;

    ListEndpoint(Collection collection, ReadDocuments reading, Answers answers) {
        this.collection = collection;
        this.reading = reading;
        this.answers = answers;
        this.queries = new QueryReader(collection.rules().indexes());
    }

    Response list(Request request, Visitor visitor) {
        if (collection.rules().reading(visitor).isEmpty()) {
            return Problem.notFound().response();
        }
        return Slices.of(request, slice -> switch (queries.read(request.params().orElse(Params.NONE))) {
            case QueryReader.Read.Bad(var problem) -> problem.response();
            case QueryReader.Read.Good(var query) ->
                reading.list(collection.rules(), visitor, query, slice)
                        .map(listed -> Response.json(200, Shown.of(listed)).header("cache-control", answers.caching()))
                        .orElseGet(() -> Problem.notFound().response());
        });
    }

    /**
     * A page on the wire.
     *
     * @param changes after which change to follow, to miss nothing
     */
    record Shown(List<Answers.Item> items, Optional<String> next, long changes) {
        static Shown of(Listed listed) {
            return new Shown(
                    listed.page().items().stream().map(Answers.Item::of).toList(),
                    listed.page().next(),
                    listed.changes());
        }
    }
}
