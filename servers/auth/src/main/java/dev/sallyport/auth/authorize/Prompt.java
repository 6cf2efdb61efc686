package dev.sallyport.auth.authorize;

import dev.sallyport.domain.Spec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the client wants the person to be asked (OpenID Connect Core §3.1.2.1), or to be led to (Prompt Create §4). */
public enum Prompt {
    NONE("none"),
    LOGIN("login"),
    CONSENT("consent"),
    SELECT_ACCOUNT("select_account"),
    /** The person wants an account, so the page that opens one comes first. */
    CREATE("create");

    private final String wireName;

    Prompt(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** @param registration whether strangers may open accounts */
    @Spec("OpenID Connect Prompt Create §4.2")
    public static List<Prompt> offered(boolean registration) {
        return Arrays.stream(values()).filter(p -> registration || p != CREATE).toList();
    }

    static Optional<Prompt> of(String wireName) {
        return Arrays.stream(values()).filter(p -> p.wireName.equals(wireName)).findFirst();
    }
}
