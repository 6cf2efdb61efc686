package dev.sallyport.auth.authorize;

import dev.sallyport.auth.gate.SignedAssertions;
import dev.sallyport.auth.jose.RequestObjects;
import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Opens the request object of an authorization request. */
final class SignedRequests {
    private final RequestObjects objects;

    SignedRequests(RequestObjects objects) {
        this.objects = objects;
    }

    /** What the request says once its object is open. */
    sealed interface Opened {
        record Says(Params params) implements Opened {}

        record Broken(OAuthError error) implements Opened {}
    }

    /** What stands beside the object does not count. */
    @Spec("RFC 9101 §6.3")
    Opened open(Params sent, Client client) {
        List<String> objectsSent = sent.all("request");
        if (objectsSent.isEmpty()) {
            return new Opened.Says(sent);
        }
        if (objectsSent.size() > 1 || sent.first("request_uri").isPresent()) {
            return new Opened.Broken(OAuthError.invalidRequest("one of request and request_uri comes, and once"));
        }
        return switch (objects.read(objectsSent.getFirst(), SignedAssertions.signing(client))) {
            case RequestObjects.Verdict.Accepted(var parameters) ->
                new Opened.Says(params(parameters, client.id().value()));
            case RequestObjects.Verdict.Refused(var reason) ->
                new Opened.Broken(OAuthError.of(OAuthError.Code.INVALID_REQUEST_OBJECT, reason));
        };
    }

    private static Params params(Map<String, String> parameters, String client) {
        var all = new LinkedHashMap<String, List<String>>();
        parameters.forEach((name, value) -> all.put(name, name.equals("resource") ? several(value) : List.of(value)));
        all.put("client_id", List.of(client));
        return Params.of(all);
    }

    /** The one parameter that may come more than once is an array in JSON (RFC 8707 §2). */
    private static List<String> several(String value) {
        try {
            JsonNode tree = Json.tree(value.getBytes(StandardCharsets.UTF_8));
            return tree.isArray() ? tree.valueStream().map(JsonNode::asString).toList() : List.of(value);
        } catch (JacksonException text) {
            return List.of(value);
        }
    }
}
