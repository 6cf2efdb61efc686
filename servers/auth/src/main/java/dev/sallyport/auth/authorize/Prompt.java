package dev.sallyport.auth.authorize;

import java.util.Arrays;
import java.util.Optional;

/** What the client wants the person to be asked (OpenID Connect Core §3.1.2.1). */
public enum Prompt {
    NONE("none"),
    LOGIN("login"),
    CONSENT("consent"),
    SELECT_ACCOUNT("select_account");

    private final String wireName;

    Prompt(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    static Optional<Prompt> of(String wireName) {
        return Arrays.stream(values()).filter(p -> p.wireName.equals(wireName)).findFirst();
    }
}
