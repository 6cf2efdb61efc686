package dev.sallyport.kit.json;

import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;

/** The border where a JSON body becomes a record, or a problem that names each mistake. */
public final class JsonBody {
    private static final long LONGEST = 16 * 1024 * 1024;

    private JsonBody() {}

    /** What {@code then} answers to the body as a record; or 400 malformed, 413, 415, or 422 with every mistake. */
    public static <T extends Record> Response read(Request request, Class<T> type, Function<T, Response> then) {
        return tree(request, tree -> bind(tree, type, then));
    }

    /** What {@code then} answers to the tree as a record; or 422 with every mistake. */
    public static <T extends Record> Response bind(JsonNode tree, Class<T> type, Function<T, Response> then) {
        return switch (Binder.bind(tree, type)) {
            case Bound.Valid<T>(T value) -> then.apply(value);
            case Bound.Invalid<T>(var mistakes) ->
                Problem.invalid(errors(mistakes)).response();
        };
    }

    /** What {@code then} answers to the body as a tree; or 400 malformed, 413, 415. */
    public static Response tree(Request request, Function<JsonNode, Response> then) {
        if (!request.mediaType().equals("application/json")) {
            return Problem.unsupportedMediaType("application/json").response();
        }
        JsonNode tree;
        try {
            tree = Json.tree(
                    request.body().bytes((int) Math.min(LONGEST, request.body().limit())));
        } catch (RequestBody.TooLarge e) {
            return Problem.tooLarge(e.limit()).response();
        } catch (JacksonException e) {
            return Problem.malformed("The body is not JSON as it is taken here" + place(e) + ".")
                    .response();
        } catch (IOException e) {
            return Problem.malformed("The body broke off.").response();
        }
        return tree.isMissingNode() ? Problem.malformed("The body is empty.").response() : then.apply(tree);
    }

    /** Jackson's own words quote the body, so only the place is told. */
    private static String place(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        return at == null || at.getLineNr() < 1 ? "" : ": line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static List<Problem.FieldError> errors(List<Bound.Mistake> mistakes) {
        return mistakes.stream()
                .map(m -> new Problem.FieldError(m.pointer(), m.expected()))
                .toList();
    }
}
