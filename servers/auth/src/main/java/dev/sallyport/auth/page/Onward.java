package dev.sallyport.auth.page;

import java.net.URI;
import java.util.List;

/**
 * Where a form of a page can lead beyond this site. Chromium applies {@code form-action} to every redirect that follows a
 * post, so that a page must name the client it ends at.
 */
public sealed interface Onward {
    /** Nowhere: every answer to the form is a page of this site. */
    Onward HERE = new To(List.of());

    /** To these addresses, of which the scheme, host and port count. */
    record To(List<URI> addresses) implements Onward {
        public To {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * To places that nobody can list beforehand, such as the many hosts a large provider sends a browser through.
     * {@code form-action} is left out then; what is left is that values are encoded and no markup of others is in the page.
     */
    record Anywhere() implements Onward {}

    static Onward to(URI... addresses) {
        return new To(List.of(addresses));
    }
}
