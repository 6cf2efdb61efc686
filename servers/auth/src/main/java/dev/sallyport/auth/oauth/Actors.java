package dev.sallyport.auth.oauth;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.token.Claims;
import dev.sallyport.kit.token.ForeignJwt;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Who acts for whom: the {@code act} claim of a token that is exchanged, and the {@code may_act} claim that limits it. */
final class Actors {
    /** How many may have acted one for another. */
    private static final int LONGEST = 5;

    private Actors() {}

    /** The claim of the new token, or why there can be none. */
    sealed interface Chain {
        /** @param act JSON; absent where nobody acts for the subject */
        record Act(Optional<String> act) implements Chain {}

        /** @param reason a constant */
        record Refused(String reason) implements Chain {}
    }

    /** @param text the subject token, which was verified */
    @Spec("RFC 8693 §4.1")
    static Chain chain(String text, AccessToken subject, Optional<AccessToken> actor, Client client) {
        if (!isAllowed(text, subject, actor, client)) {
            return new Chain.Refused("the subject token says that another may act");
        }
        Optional<JsonNode> before = subject.more().actor().map(Actors::tree);
        if (actor.isEmpty()) {
            return new Chain.Act(subject.more().actor());
        }
        if (actor.get().more().actor().isPresent()) {
            return new Chain.Refused("somebody acts for the actor already");
        }
        if (before.isPresent() && length(before.get()) >= LONGEST) {
            return new Chain.Refused("too many have acted one for another");
        }
        var act = new LinkedHashMap<String, Object>();
        act.put("sub", actor.get().subject());
        before.ifPresent(earlier -> act.put("act", earlier));
        return new Chain.Act(Optional.of(Json.text(act)));
    }

    /** A member that is not known here cannot be honoured, so it refuses. */
    @Spec("RFC 8693 §4.4")
    private static boolean isAllowed(String text, AccessToken subject, Optional<AccessToken> actor, Client client) {
        Optional<Claims> claims =
                ForeignJwt.read(text).map(ForeignJwt::unverified).filter(c -> c.has("may_act"));
        if (claims.isEmpty()) {
            return true;
        }
        Optional<JsonNode> named =
                claims.filter(c -> c.text("may_act").isEmpty()).map(c -> tree(c.parameter("may_act")));
        String acting = actor.map(AccessToken::subject).orElse(client.id().value());
        return named.filter(JsonNode::isObject).isPresent()
                && named.get().path("sub").asString("").equals(acting)
                && named.get().properties().stream().allMatch(member -> switch (member.getKey()) {
                    case "sub" -> member.getValue().isString();
                    case "iss" -> member.getValue().asString("").equals(subject.issuer());
                    case "client_id" ->
                        member.getValue().asString("").equals(client.id().value());
                    default -> false;
                });
    }

    private static int length(JsonNode act) {
        int length = 0;
        for (JsonNode at = act; at.isObject(); at = at.path("act")) {
            length++;
        }
        return length;
    }

    private static JsonNode tree(String json) {
        return Json.tree(json.getBytes(StandardCharsets.UTF_8));
    }
}
