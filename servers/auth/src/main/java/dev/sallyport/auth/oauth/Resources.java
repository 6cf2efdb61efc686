package dev.sallyport.auth.oauth;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import java.net.URI;
import java.util.List;

/** Which resources a client may ask tokens for: the house itself, and those of its metadata. */
public final class Resources {
    private static final int MOST = 10;
    private final String issuer;

    public Resources(String issuer) {
        this.issuer = issuer;
    }

    /** Whether each is an absolute URI without a fragment and one that the client may use. */
    @Spec("RFC 8707 §2")
    public boolean allowed(Client client, List<String> resources) {
        return resources.size() <= MOST
                && resources.stream()
                        .allMatch(resource -> isAbsolute(resource)
                                && (resource.equals(issuer)
                                        || client.metadata().audiences().contains(resource)));
    }

    private static boolean isAbsolute(String resource) {
        try {
            URI uri = URI.create(resource);
            return uri.isAbsolute() && uri.getRawFragment() == null;
        } catch (IllegalArgumentException noUri) {
            return false;
        }
    }
}
