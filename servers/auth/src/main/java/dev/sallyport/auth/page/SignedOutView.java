package dev.sallyport.auth.page;

import java.net.URI;
import java.util.Optional;

/**
 * What is shown after signing out.
 *
 * @param client who asked for it
 * @param back where to go on at the client; shown where it is a web address
 */
public record SignedOutView(Optional<AskingClient> client, Optional<URI> back) {
    /** Without {@code javascript:} and its like (T02). */
    public SignedOutView {
        back = back.filter(Links::isWeb);
    }
}
