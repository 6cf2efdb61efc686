package dev.sallyport.resource.document;

import dev.sallyport.domain.document.DocumentCollection.Pen;
import dev.sallyport.domain.document.DocumentId;
import dev.sallyport.domain.document.Expected;
import dev.sallyport.domain.document.Visitor;
import dev.sallyport.domain.document.WriteDocument;
import dev.sallyport.domain.document.WriteDocument.Edit;
import dev.sallyport.domain.document.WriteDocument.Edited;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Problem.FieldError;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** What is done to one document of a collection, whether it is asked alone or among others. */
final class DocumentVerbs {
    private final Collection collection;
    private final WriteDocument writing;
    private final Drafting drafting;
    private final Answers answers;

    DocumentVerbs(Collection collection, WriteDocument writing, Answers answers) {
        this.collection = collection;
        this.writing = writing;
        this.drafting = new Drafting(collection);
        this.answers = answers;
    }

    Response create(Visitor visitor, JsonNode tree) {
        if (collection.rules().writing(visitor).isEmpty()) {
            return answers.of(writing.refused(collection.rules(), visitor));
        }
        return switch (drafting.draft(tree)) {
            case Drafting.Drafted.Bad(var problem) -> problem.response();
            case Drafting.Drafted.Good(var draft) -> answers.of(writing.add(collection.rules(), visitor, draft));
        };
    }

    Response put(Visitor visitor, String name, JsonNode tree, Conditions conditions) {
        return asked(visitor, conditions, expected -> {
            Optional<DocumentId> id = DocumentId.parse(name);
            if (id.isEmpty()) {
                return Problem.invalid(List.of(new FieldError(
                                "/id", "must be 1 to 128 of A-Z a-z 0-9 . _ ~ -, beginning with a letter or digit")))
                        .response();
            }
            return switch (drafting.draft(tree)) {
                case Drafting.Drafted.Bad(var problem) -> problem.response();
                case Drafting.Drafted.Good(var draft) ->
                    answers.of(writing.put(collection.rules(), visitor, id.get(), draft, expected));
            };
        });
    }

    Response patch(Visitor visitor, String name, JsonNode patch, Conditions conditions) {
        return asked(
                visitor,
                conditions,
                expected -> DocumentId.parse(name)
                        .map(id -> patched(visitor, id, patch, expected))
                        .orElseGet(() -> Problem.notFound().response()));
    }

    private Response patched(Visitor visitor, DocumentId id, JsonNode patch, Expected expected) {
        Edited<Problem> edited = writing.edit(collection.rules(), visitor, id, expected, body -> {
            JsonNode now = Json.tree(body.getBytes(StandardCharsets.UTF_8));
            return switch (drafting.draft(MergePatch.applied(now, patch))) {
                case Drafting.Drafted.Bad(var problem) -> new Edit.Refused<>(problem);
                case Drafting.Drafted.Good(var draft) -> new Edit.To<>(draft);
            };
        });
        return switch (edited) {
            case Edited.Refused<Problem>(var problem) -> problem.response();
            case Edited.Done<Problem>(var written) -> answers.of(written);
        };
    }

    Response delete(Visitor visitor, String name, Conditions conditions) {
        return asked(
                visitor,
                conditions,
                expected -> DocumentId.parse(name)
                        .map(id -> answers.of(writing.remove(collection.rules(), visitor, id, expected)))
                        .orElseGet(() -> Problem.notFound().response()));
    }

    /** Nothing is looked at before it is certain that the visitor may write here. */
    private Response asked(Visitor visitor, Conditions conditions, Function<Expected, Response> then) {
        Optional<Pen> pen = collection.rules().writing(visitor);
        if (pen.isEmpty()) {
            return answers.of(writing.refused(collection.rules(), visitor));
        }
        return conditions
                .expected(pen.get().space())
                .map(then)
                .orElseGet(() -> Problem.malformed("Send If-Match, or If-None-Match: *, and not both.")
                        .response());
    }
}
