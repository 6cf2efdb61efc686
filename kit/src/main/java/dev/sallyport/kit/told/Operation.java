package dev.sallyport.kit.told;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one route does, for those who call it. The route itself says how it is locked and which variables its path has, and what
 * every call may answer (400 to 503 as a problem) follows from that; here stands what only the endpoint knows.
 *
 * @param summary what it does, as one line that begins with a verb
 */
public record Operation(String method, String template, String summary, List<Part> parts) {
    /** One thing that is said of it. */
    public sealed interface Part {
        record Explained(String text) implements Part {}

        record Parameter(In in, Field field) implements Part {}

        /** @param needed whether the body may not be left out */
        record Takes(Content content, boolean needed) implements Part {}

        /** @param headers of the answer, beside those that every answer has */
        record Gives(int status, String what, Optional<Content> content, List<Field> headers) implements Part {
            public Gives {
                headers = List.copyOf(headers);
            }
        }

        /** @param problems the last parts of the types, as in {@code /problems/last-way-in} */
        record Refuses(int status, List<String> problems) implements Part {
            public Refuses {
                problems = List.copyOf(problems);
            }
        }

        /** Errors are those of RFC 6749 §5.2, {@code error} and {@code error_description}, in the place of problems. */
        record SpeaksOAuth() implements Part {}
    }

    /** Where a parameter stands. */
    public enum In {
        PATH,
        QUERY,
        HEADER
    }

    public Operation {
        parts = List.copyOf(parts);
    }

    public static Operation of(String method, String template, String summary) {
        return new Operation(method, template, summary, List.of());
    }

    /** More about it, in CommonMark. */
    public Operation explained(String text) {
        return and(new Part.Explained(text));
    }

    /** What the variable of the path means. */
    public Operation path(Field field) {
        return and(new Part.Parameter(In.PATH, field.always()));
    }

    public Operation query(Field... fields) {
        return all(In.QUERY, fields);
    }

    public Operation headers(Field... fields) {
        return all(In.HEADER, fields);
    }

    /** A list in pages: {@code limit} and {@code after}. */
    public Operation paged() {
        return query(
                Field.number("limit", "How many at most; 50 where nothing is said.")
                        .between(1, 200),
                Field.text("after", "The `next` of an earlier page."));
    }

    /** A JSON body as this record. */
    public Operation takes(Class<? extends Record> body) {
        return takes(Content.json(body));
    }

    /** The body; said more than once where it may come in several forms. */
    public Operation takes(Content content) {
        return and(new Part.Takes(content, true));
    }

    /** A body that may be left out. */
    public Operation mayTake(Content content) {
        return and(new Part.Takes(content, false));
    }

    /** An answer without a body. */
    public Operation gives(int status, String what, Field... headers) {
        return and(new Part.Gives(status, what, Optional.empty(), List.of(headers)));
    }

    /** An answer with a JSON body of this type. */
    public Operation gives(int status, String what, Class<?> body, Field... headers) {
        return gives(status, what, Content.json(body), headers);
    }

    public Operation gives(int status, String what, Content content, Field... headers) {
        return and(new Part.Gives(status, what, Optional.of(content), List.of(headers)));
    }

    /** A problem that does not follow from the route: its status and the last parts of its types. */
    public Operation refuses(int status, String... problems) {
        return and(new Part.Refuses(status, List.of(problems)));
    }

    public Operation speakingOAuth() {
        return and(new Part.SpeaksOAuth());
    }

    /** Everything of this kind that is said. */
    public <P extends Part> Stream<P> all(Class<P> kind) {
        return parts.stream().filter(kind::isInstance).map(kind::cast);
    }

    private Operation all(In in, Field... fields) {
        Operation said = this;
        for (Field field : fields) {
            said = said.and(new Part.Parameter(in, field));
        }
        return said;
    }

    private Operation and(Part part) {
        var more = new ArrayList<>(parts);
        more.add(part);
        return new Operation(method, template, summary, more);
    }
}
