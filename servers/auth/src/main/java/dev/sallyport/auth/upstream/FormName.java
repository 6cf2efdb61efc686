package dev.sallyport.auth.upstream;

import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The name that Apple sends beside the code as {@code user}, the first time only. Nobody has signed it, so it is what a new account is
 * called and nothing else; the address beside it is not read.
 */
final class FormName {
    private static final int LONGEST = 4096;

    private FormName() {}

    static Optional<String> of(Params back) {
        return back.first("user")
                .filter(text -> text.length() <= LONGEST)
                .flatMap(FormName::read)
                .map(name -> (name.path("firstName").asString("") + " "
                                + name.path("lastName").asString(""))
                        .strip())
                .filter(name -> !name.isEmpty());
    }

    private static Optional<JsonNode> read(String text) {
        try {
            return Optional.of(Json.tree(text.getBytes(StandardCharsets.UTF_8)).path("name"));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }
}
