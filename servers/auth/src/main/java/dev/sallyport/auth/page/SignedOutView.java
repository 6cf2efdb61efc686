package dev.sallyport.auth.page;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What is shown after signing out.
 *
 * @param client who asked for it
 * @param back where to go on at the client; shown where it is a web address
 * @param frames what clients want loaded to end their own sessions (OpenID Connect Front-Channel Logout)
 */
public record SignedOutView(Optional<AskingClient> client, Optional<URI> back, List<URI> frames) {
    /** Without {@code javascript:} and its like (T02). */
    public SignedOutView {
        back = back.filter(Links::isWeb);
        frames = frames.stream().filter(Links::isWeb).toList();
    }
}
