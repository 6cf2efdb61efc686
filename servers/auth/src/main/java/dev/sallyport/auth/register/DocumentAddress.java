package dev.sallyport.auth.register;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.ClientId;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The address of a client's metadata document, which is its client id (draft-ietf-oauth-client-id-metadata-document §3). */
final class DocumentAddress {
    /** A segment of one or two dots, or one that becomes so when it is decoded. */
    private static final Pattern DOTS = Pattern.compile("/(\\.|%2e){1,2}(/|$)");

    private DocumentAddress() {}

    /**
     * The address, where the id can be one: https, a host, a path, and nothing that two readers could read differently (T03).
     *
     * @param plain whether http will do, for development and tests
     */
    @Spec("Client ID Metadata Document §3")
    static Optional<URI> of(ClientId id, boolean plain) {
        URI uri;
        try {
            uri = new URI(id.value());
        } catch (URISyntaxException notOne) {
            return Optional.empty();
        }
        boolean web = "https".equals(uri.getScheme()) || (plain && "http".equals(uri.getScheme()));
        boolean whole = web
                && uri.getHost() != null
                && uri.getHost().equals(uri.getHost().toLowerCase(Locale.ROOT))
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null
                && uri.getRawQuery() == null
                && uri.getRawPath().length() > 1
                && !DOTS.matcher(uri.getRawPath().toLowerCase(Locale.ROOT)).find();
        return whole ? Optional.of(uri) : Optional.empty();
    }
}
