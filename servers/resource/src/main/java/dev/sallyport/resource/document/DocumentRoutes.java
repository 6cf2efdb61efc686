package dev.sallyport.resource.document;

import static dev.sallyport.kit.route.Route.ForBearer;
import static dev.sallyport.kit.route.Route.Open;
import static dev.sallyport.kit.route.Route.because;

import dev.sallyport.domain.document.Access;
import dev.sallyport.domain.document.FollowChanges;
import dev.sallyport.domain.document.ReadDocuments;
import dev.sallyport.domain.document.Visitor;
import dev.sallyport.domain.document.WriteDocument;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.Route;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The doors of every collection: what its access asks of a token is the lock of its routes. */
final class DocumentRoutes {
    private static final String BECAUSE = "the collection is declared with public_read";

    private final List<Collection> collections;
    private final ReadDocuments reading;
    private final WriteDocument writing;
    private final FollowChanges following;
    private final InstantSource clock;

    DocumentRoutes(
            List<Collection> collections,
            ReadDocuments reading,
            WriteDocument writing,
            FollowChanges following,
            InstantSource clock) {
        this.collections = collections;
        this.reading = reading;
        this.writing = writing;
        this.following = following;
        this.clock = clock;
    }

    static String at(String collection) {
        return "/v1/documents/" + collection;
    }

    List<Route> all() {
        return collections.stream().flatMap(this::routes).toList();
    }

    private Stream<Route> routes(Collection collection) {
        String all = at(collection.name());
        String one = all + "/{id}";
        var answers = new Answers(collection);
        var verbs = new DocumentVerbs(collection, writing, answers);
        var documents = new DocumentEndpoint(collection, reading, verbs, answers);
        var lists = new ListEndpoint(collection, reading, answers);
        var changes = new ChangesEndpoint(collection, following, clock);
        var bulk = new BulkEndpoint(verbs);
        long size = collection.rules().maxSize();
        return Stream.of(
                reading(collection, all, (request, who) -> lists.list(request, who.visitor())),
                reading(
                        collection,
                        all + "/changes",
                        (request, who) -> changes.follow(request, who.visitor(), who.expires())),
                reading(collection, one, (request, who) -> documents.read(request, who.visitor())),
                writing(collection, "POST", all, documents::create).upTo(size),
                writing(collection, "POST", all + "/bulk", bulk::handle).upTo(BulkEndpoint.LONGEST),
                writing(collection, "PUT", one, documents::put).upTo(size),
                writing(collection, "PATCH", one, documents::patch).upTo(size),
                writing(collection, "DELETE", one, documents::delete));
    }

    private interface Reads {
        Response handle(Request request, Who who);
    }

    private interface Writes {
        Response handle(Request request, Visitor visitor);
    }

    /** Who comes, and until when that is certain. */
    private record Who(Visitor visitor, Optional<Instant> expires) {
        static final Who ANYBODY = new Who(Visitor.ANYBODY, Optional.empty());
    }

    private static Route reading(Collection collection, String path, Reads reads) {
        return collection.rules().publicRead()
                ? Open("GET", path, request -> reads.handle(request, Who.ANYBODY), because(BECAUSE))
                : ForBearer(
                        "GET",
                        path,
                        scope(collection),
                        (request, token) -> reads.handle(
                                request,
                                new Who(
                                        visitor(token.claims()),
                                        Optional.of(token.claims().expires()))));
    }

    private static Route writing(Collection collection, String method, String path, Writes writes) {
        return ForBearer(
                method, path, scope(collection), (request, token) -> writes.handle(request, visitor(token.claims())));
    }

    private static Scope scope(Collection collection) {
        return switch (collection.rules().access()) {
            case Access.Owner() -> Scope.NONE;
            case Access.Holders(var role) -> Scope.NONE;
            case Access.Bearers(var scope) -> scope;
        };
    }

    private static Visitor visitor(AccessToken claims) {
        return new Visitor(
                person(claims), claims.roles(), claims.scope(), claims.client().isFirstParty());
    }

    private static Optional<PersonId> person(AccessToken claims) {
        try {
            return claims.session().map(session -> PersonId.of(claims.subject()));
        } catch (IllegalArgumentException notAPerson) {
            return Optional.empty();
        }
    }
}
