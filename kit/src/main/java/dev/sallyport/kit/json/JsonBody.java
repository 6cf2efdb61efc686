package dev.sallyport.kit.json;

import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import java.io.IOException;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The border where a JSON body becomes a record, or a problem that names each mistake. */
public final class JsonBody {
    private static final int LONGEST = (int) dev.sallyport.kit.route.Route.USUAL_BODY;

    private JsonBody() {}

    /** What {@code then} answers to the body as a record; or 400 malformed, 413, 415, or 422 with every mistake. */
    public static <T extends Record> Response read(Request request, Class<T> type, Function<T, Response> then) {
        if (!request.mediaType().equals("application/json")) {
            return Problem.unsupportedMediaType("application/json").response();
        }
        try {
            JsonNode tree = Json.tree(request.body().bytes(LONGEST));
            return switch (Binder.bind(tree, type)) {
                case Bound.Valid<T>(T value) -> then.apply(value);
                case Bound.Invalid<T>(var mistakes) ->
                    Problem.invalid(mistakes.stream()
                                    .map(m -> new Problem.FieldError(m.pointer(), m.expected()))
                                    .toList())
                            .response();
            };
        } catch (RequestBody.TooLarge e) {
            return Problem.tooLarge(e.limit()).response();
        } catch (JacksonException e) {
            return Problem.malformed("The body is not the JSON it should be.").response();
        } catch (IOException e) {
            return Problem.malformed("The body broke off.").response();
        }
    }
}
