package dev.sallyport.auth.upstream;

import dev.sallyport.auth.jose.ClientKeys;
import dev.sallyport.auth.upstream.Upstream.Speech;
import dev.sallyport.domain.Digest;
import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Params;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The providers whose word signs people in here, and the two halves of a journey to one: over, and back. */
public final class Upstreams {
    private static final Logger LOG = LoggerFactory.getLogger(Upstreams.class);

    private final List<Upstream> all;
    private final String publicUrl;
    private final OpenIdUpstream openid;
    private final OAuthUpstream oauth;

    public Upstreams(List<Upstream> all, String publicUrl, Wire wire, ClientKeys keys, InstantSource clock) {
        var tokens = new TokenCall(wire.post(), clock);
        var userinfo = new Userinfo(wire.lookup());
        this.all = List.copyOf(all);
        this.publicUrl = publicUrl;
        this.openid = new OpenIdUpstream(new Discovery(wire.fetch()), tokens, new IdTokenCheck(keys, clock), userinfo);
        this.oauth = new OAuthUpstream(tokens, userinfo);
    }

    /**
     * Those that may be offered, in the order of the configuration.
     *
     * @param anew whether a proof of old does not do
     */
    public List<Upstream> offered(boolean anew) {
        return all.stream().filter(upstream -> !anew || upstream.provesAnew()).toList();
    }

    public Optional<Upstream> byId(String id) {
        return all.stream().filter(upstream -> upstream.id().equals(id)).findFirst();
    }

    /** Where the browser goes; empty where the provider is away. */
    @Spec("RFC 6749 §4.1.1")
    @Spec("RFC 7636 §4.3")
    public Optional<String> begin(Upstream upstream, Journey journey) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("response_type", "code");
        parameters.put("client_id", upstream.clientId());
        parameters.put("redirect_uri", redirect(upstream));
        parameters.put("scope", String.join(" ", upstream.scopes()));
        parameters.put("state", journey.state());
        parameters.put("code_challenge", Digest.of(journey.verifier()).value());
        parameters.put("code_challenge_method", "S256");
        return switch (upstream.speech()) {
            case Speech.OpenId speech -> openid.begin(speech, parameters, journey);
            case Speech.OAuth speech -> Optional.of(Query.added(speech.authorization(), parameters));
        };
    }

    /** @param back what the browser brought from the provider, the {@code state} of which has been checked */
    public Answer finish(Upstream upstream, Journey journey, Params back) {
        Answer answer = answered(upstream, journey, back);
        if (answer instanceof Answer.Failed(var reason)) {
            LOG.warn("sign-in with {} failed: {}", upstream.id(), reason);
        }
        return answer;
    }

    private Answer answered(Upstream upstream, Journey journey, Params back) {
        if (!back.repeated().isEmpty()) {
            return new Answer.Failed("the answer says something twice");
        }
        if (back.first("error").isPresent()) {
            return new Answer.Failed("the provider or the person said no");
        }
        return switch (upstream.speech()) {
            case Speech.OpenId(var issuer, var _) -> openid.finish(upstream, issuer, redirect(upstream), journey, back);
            case Speech.OAuth speech -> oauth.finish(upstream, speech, redirect(upstream), journey, back);
        };
    }

    private String redirect(Upstream upstream) {
        return publicUrl + "/sign-in/from/" + upstream.id();
    }
}
