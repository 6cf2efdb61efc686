package dev.sallyport.kit.openapi;

import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.route.Access;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.told.Content;
import dev.sallyport.kit.told.Field;
import dev.sallyport.kit.told.Operation;
import dev.sallyport.kit.told.Operation.Part;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** What a call may answer: what its operation says, and the refusals that follow from its lock, its path and its body. */
final class Answers {
    private static final Map<Integer, String> WORDS = Map.ofEntries(
            Map.entry(400, "The request cannot be read."),
            Map.entry(401, "There is no credential, or it does not hold."),
            Map.entry(403, "Not allowed."),
            Map.entry(404, "Nothing is here, or not for you."),
            Map.entry(409, "It does not go together with what is there."),
            Map.entry(412, "It is not what the request expects."),
            Map.entry(413, "The body is too large, or there is no room left."),
            Map.entry(415, "The body does not come in a form that is taken here."),
            Map.entry(416, "The range does not lie within the file."),
            Map.entry(422, "The request has mistakes; each entry of `errors` says where and what would be right."),
            Map.entry(423, "Another request works on the same."),
            Map.entry(429, "Too much at once; `Retry-After` says when to come again."),
            Map.entry(460, "Something else arrived than the checksum says (tus 1.0)."),
            Map.entry(500, "Something broke on our side; it was logged under the id in `X-Request-Id`."),
            Map.entry(503, "Not at this moment; `Retry-After` says when."));

    private final Bodies bodies;
    private final ObjectNode shared;

    /** @param shared where the answers are kept that many calls have */
    Answers(Bodies bodies, ObjectNode shared) {
        this.bodies = bodies;
        this.shared = shared;
    }

    ObjectNode of(Route route, Operation operation) {
        ObjectNode all = Json.mapper().createObjectNode();
        operation.all(Part.Gives.class).forEach(gives -> given(all, gives));
        boolean oauth = operation.all(Part.SpeaksOAuth.class).findAny().isPresent();
        var refused = refusals(route, operation);
        refused.forEach((status, problems) -> {
            String words = WORDS.getOrDefault(status, "Refused.")
                    + (problems.isEmpty()
                            ? ""
                            : " Problems: "
                                    + problems.stream().map(p -> "`" + p + "`").collect(Collectors.joining(", "))
                                    + ".");
            if (!all.has(status.toString())) {
                all.set(
                        status.toString(),
                        oauth && status < 429 ? error(words) : problem(status, words, problems.isEmpty()));
            }
        });
        return all;
    }

    private void given(ObjectNode all, Part.Gives gives) {
        String status = Integer.toString(gives.status());
        ObjectNode answer = all.has(status) ? (ObjectNode) all.get(status) : all.putObject(status);
        answer.put("description", gives.what());
        gives.content().ifPresent(content -> {
            ObjectNode forms = answer.has("content") ? (ObjectNode) answer.get("content") : answer.putObject("content");
            forms.putObject(content.mediaType()).set("schema", bodies.schema(content, Schemas.Way.OUT));
        });
        for (Field header : gives.headers()) {
            ObjectNode headers =
                    answer.has("headers") ? (ObjectNode) answer.get("headers") : answer.putObject("headers");
            headers.putObject(header.name())
                    .put("description", header.description())
                    .set("schema", Bodies.schema(header));
        }
    }

    /** Statuses in order, each with the types that only this call has. */
    private static SortedMap<Integer, Set<String>> refusals(Route route, Operation operation) {
        var all = new TreeMap<Integer, Set<String>>();
        boolean asks = operation.all(Part.Parameter.class).findAny().isPresent();
        boolean takesJson = operation
                .all(Part.Takes.class)
                .anyMatch(takes -> takes.content().mediaType().contains("json"));
        boolean takes = operation.all(Part.Takes.class).findAny().isPresent();
        if (asks || takes) {
            plain(all, 400);
        }
        if (takes) {
            plain(all, 413);
            plain(all, 415);
        }
        if (takesJson) {
            plain(all, 422);
        }
        if (route.template().contains("{")) {
            plain(all, 404);
        }
        switch (route.access()) {
            case Access.Open open -> {}
            case Access.ForPage page -> plain(all, 400, 403);
            case Access.FromBrowser from -> plain(all, 400, 403);
            case Access.ForBrowser browser -> plain(all, 400, 401, 403);
            case Access.ForBearer bearer -> plain(all, 401, 403);
            case Access.ForAdmin admin -> plain(all, 401, 403);
            case Access.ForClient client -> plain(all, 400, 401);
        }
        plain(all, 429, 500, 503);
        operation
                .all(Part.Refuses.class)
                .forEach(refuses -> all.computeIfAbsent(refuses.status(), any -> new TreeSet<>())
                        .addAll(refuses.problems()));
        return all;
    }

    private static void plain(Map<Integer, Set<String>> all, int... statuses) {
        for (int status : statuses) {
            all.computeIfAbsent(status, any -> new TreeSet<>());
        }
    }

    /** A problem that many calls have is kept once and referred to. */
    private ObjectNode problem(int status, String words, boolean usual) {
        ObjectNode answer = Json.mapper().createObjectNode().put("description", words);
        if (status == 429 || status == 503) {
            answer.putObject("headers")
                    .putObject("Retry-After")
                    .put("description", "Seconds to wait.")
                    .set("schema", Bodies.schema(Field.number("Retry-After", "")));
        }
        answer.putObject("content")
                .putObject("application/problem+json")
                .set("schema", bodies.schema(Content.json(Problem.class), Schemas.Way.OUT));
        if (!usual) {
            return answer;
        }
        shared.set("Problem" + status, answer);
        return Json.mapper().createObjectNode().put("$ref", "#/components/responses/Problem" + status);
    }

    /** What the standard's own border says, and beside it a problem where the request did not come so far. */
    private ObjectNode error(String words) {
        ObjectNode answer = Json.mapper().createObjectNode().put("description", words);
        ObjectNode forms = answer.putObject("content");
        Content error = Content.object(
                "OAuthError",
                Field.text("error", "A code of RFC 6749 §5.2 or of the standard that the call follows.")
                        .always(),
                Field.text("error_description", "What was wrong, for developers."),
                Field.address("error_uri", "A page about it."));
        forms.putObject("application/json").set("schema", bodies.schema(error, Schemas.Way.OUT));
        forms.putObject("application/problem+json")
                .set("schema", bodies.schema(Content.json(Problem.class), Schemas.Way.OUT));
        return answer;
    }
}
