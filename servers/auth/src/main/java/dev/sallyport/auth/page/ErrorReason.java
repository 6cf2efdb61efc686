package dev.sallyport.auth.page;

import java.util.Locale;

/** Why a page can only say that it did not work. Each has a title and a text in every language. */
public enum ErrorReason {
    /** The request cannot be read or lacks what it needs. */
    BAD_REQUEST(400, "error.bad-request.title", "error.bad-request.text"),
    /** No such client, or one that may not do this. */
    UNKNOWN_CLIENT(400, "error.unknown-client.title", "error.unknown-client.text"),
    /** The address to return to is not one of the client's. */
    WRONG_REDIRECT(400, "error.wrong-redirect.title", "error.wrong-redirect.text"),
    /** The flow is over: too old, or finished already. */
    EXPIRED(400, "error.expired.title", "error.expired.text"),
    /** The flow was begun in another browser, or this one keeps no cookies (T08). */
    OTHER_BROWSER(400, "error.other-browser.title", "error.other-browser.text"),
    /** A form came from another site (T11). */
    FOREIGN_ORIGIN(403, "error.foreign-origin.title", "error.foreign-origin.text"),
    /** This account may not do this. */
    FORBIDDEN(403, "error.forbidden.title", "error.forbidden.text"),
    /** Signing in with another provider did not work, and there is no flow to go back to. */
    PROVIDER(400, "error.provider.title", "error.provider.text"),
    NOT_FOUND(404, "error.not-found.title", "error.not-found.text"),
    TOO_FAST(429, "error.too-fast.title", "error.too-fast.text"),
    BUSY(503, "error.busy.title", "error.busy.text"),
    /** A bug of ours. */
    INTERNAL(500, "error.internal.title", "error.internal.text");

    final int status;
    final String title;
    final String text;

    ErrorReason(int status, String title, String text) {
        this.status = status;
        this.title = title;
        this.text = text;
    }

    /** The reason as those who make clients search for it. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
