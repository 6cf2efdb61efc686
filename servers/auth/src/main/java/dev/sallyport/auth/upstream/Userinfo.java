package dev.sallyport.auth.upstream;

import dev.sallyport.kit.fetch.Fetched;
import dev.sallyport.kit.fetch.Lookup;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.json.Json;
import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Asks another provider who the holder of an access token is. */
final class Userinfo {
    /** Some refuse a request that does not say what sends it. */
    static final String OUR_NAME = "Sallyport";

    private static final Logger LOG = LoggerFactory.getLogger(Userinfo.class);

    private final Lookup lookup;

    Userinfo(Lookup lookup) {
        this.lookup = lookup;
    }

    /** What it says, JSON; empty where it says nothing that can be read. */
    Optional<JsonNode> ask(URI address, String access) {
        var headers =
                Headers.of("authorization", "Bearer " + access, "accept", "application/json", "user-agent", OUR_NAME);
        return switch (lookup.look(address.toString(), headers)) {
            case Fetched.Refused(var reason) -> {
                LOG.warn("{} did not say who it is: {}", address, reason);
                yield Optional.empty();
            }
            case Fetched.Got got -> read(got.body());
        };
    }

    private static Optional<JsonNode> read(byte[] body) {
        try {
            return Optional.of(Json.tree(body));
        } catch (JacksonException notJson) {
            LOG.warn("who it is was not said in JSON");
            return Optional.empty();
        }
    }
}
