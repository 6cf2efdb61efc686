package dev.sallyport.gateway;

import dev.sallyport.kit.http.Decorator;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.trace.TraceContext;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles where a request came from before anybody else looks: trusted proxies are believed, then every header that claims
 * an origin or an identity is gone. Stands outermost wherever requests arrive, also before a server that runs alone behind
 * the gateway of another process.
 *
 * @param certificates whether trusted proxies are believed in which certificate a client showed: only where it was said that they
 *     take {@code Client-Cert} from nobody else, for most proxies pass on what they do not know (T37)
 * @param seal where given, this is a server behind gateways: what one of them sealed is believed, and whoever is neither one nor a
 *     trusted proxy is sent away
 */
public record Provenance(TrustedProxies proxies, boolean certificates, Optional<InnerSeal> seal) implements Decorator {
    private static final Logger LOG = LoggerFactory.getLogger(Provenance.class);

    @Override
    public Handler around(Handler inner) {
        return request -> {
            boolean sealed = seal.filter(mine -> mine.holds(request)).isPresent();
            if (seal.isPresent() && !sealed && !proxies.speakFor(request)) {
                return stranger();
            }
            Request believed = sealed ? proxies.spokenFor(request) : proxies.believed(request);
            Headers kept = Question.kept(request, proxies);
            Request cleaned = believed.with(seal.isPresent() && !sealed ? untraced(kept) : kept);
            if (!sealed && !(certificates && proxies.speakFor(request))) {
                return inner.handle(cleaned);
            }
            return switch (ClientCertFields.read(request.headers())) {
                case ClientCertFields.Said.Nothing() -> inner.handle(cleaned);
                case ClientCertFields.Said.Shown(var certificate) -> inner.handle(cleaned.shown(certificate));
                case ClientCertFields.Said.Malformed() -> malformed();
            };
        };
    }

    /** Behind a gateway its trace goes on, and nobody else's: most proxies pass on what their clients say of one. */
    private static Headers untraced(Headers headers) {
        return headers.without(TraceContext.FIELD).without(TraceContext.STATE_FIELD);
    }

    /** A server behind has no street: its limits and its addresses are the gateway's business. */
    private static Response stranger() {
        Problem problem =
                Problem.forbidden("This server answers to the gateways of its installation, which share its master key,"
                        + " and to trusted_proxies.");
        return SecurityHeaders.dressed(problem.response(), Optional.empty());
    }

    private static Response malformed() {
        LOG.warn("a trusted proxy sent a Client-Cert or Client-Cert-Chain that is not RFC 9440");
        Problem problem = Problem.malformed("Client-Cert does not hold the certificate of a client.");
        return SecurityHeaders.dressed(problem.response(), Optional.empty());
    }
}
