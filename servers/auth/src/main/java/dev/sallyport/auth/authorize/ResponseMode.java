package dev.sallyport.auth.authorize;

import java.util.Arrays;
import java.util.Optional;

/** How the answer travels back to the client (OAuth 2.0 Multiple Response Types §2.1, OAuth 2.0 Form Post §2). */
public enum ResponseMode {
    QUERY("query"),
    FRAGMENT("fragment"),
    FORM_POST("form_post");

    private final String wireName;

    ResponseMode(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    static Optional<ResponseMode> of(String wireName) {
        return Arrays.stream(values()).filter(m -> m.wireName.equals(wireName)).findFirst();
    }
}
