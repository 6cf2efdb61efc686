package dev.sallyport.kit.told;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a body holds, in one of the forms in which it may come. */
public record Content(String mediaType, Form form) {
    /** What is known of it. */
    public sealed interface Form {
        /** A record of the program, as JSON; a class or an interface that is sealed is one of its records. */
        record Typed(Class<?> type) implements Form {}

        /** An object with these members, under a name of its own. */
        record Members(String name, List<Field> fields) implements Form {
            public Members {
                fields = List.copyOf(fields);
            }
        }

        /** JSON after a schema (2020-12) that somebody else wrote, under a name of its own. */
        record Given(String name, JsonNode schema) implements Form {}

        /** Any JSON value. */
        record AnyJson() implements Form {}

        /** Bytes that mean nothing here. */
        record Bytes() implements Form {}

        /** Text that is not JSON, such as a JWT. */
        record Text() implements Form {}
    }

    public static Content json(Class<?> type) {
        return new Content("application/json", new Form.Typed(type));
    }

    /** JSON after this schema. */
    public static Content schema(String name, JsonNode schema) {
        return new Content("application/json", new Form.Given(name, schema));
    }

    public static Content anyJson() {
        return new Content("application/json", new Form.AnyJson());
    }

    public static Content bytes(String mediaType) {
        return new Content(mediaType, new Form.Bytes());
    }

    public static Content text(String mediaType) {
        return new Content(mediaType, new Form.Text());
    }

    /** An object put together by hand. */
    public static Content object(String name, Field... fields) {
        return new Content("application/json", new Form.Members(name, List.of(fields)));
    }

    public static Content form(String name, Field... fields) {
        return new Content("application/x-www-form-urlencoded", new Form.Members(name, List.of(fields)));
    }

    /** The same in another media type. */
    public Content as(String otherType) {
        return new Content(otherType, form);
    }
}
