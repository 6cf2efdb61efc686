package dev.sallyport.domain.session;

import dev.sallyport.domain.letter.NoticeOfEvents;
import java.util.List;
import java.util.Map;

/** What the audit log says of a sign-in. */
public final class SignInFacts {
    /** The name under which an event says how somebody proved who they are, by the names of RFC 8176, a space between. */
    public static final String METHODS = "methods";

    private SignInFacts() {}

    static Map<String, String> of(List<String> methods, boolean knownDevice) {
        String how = String.join(" ", methods);
        return knownDevice ? Map.of(METHODS, how) : Map.of(METHODS, how, NoticeOfEvents.DEVICE, NoticeOfEvents.NEW);
    }
}
