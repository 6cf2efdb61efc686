package dev.sallyport.kit.route;

import java.util.Optional;

/** How {@link Guards} learns of a sign-on session at the authorization endpoint; the auth server supplies it. */
@FunctionalInterface
public interface PageGate {
    /** Where there is no authorization endpoint, nobody has a session at it. */
    PageGate NONE = cookie -> Optional.empty();

    /** The live sign-on session that the {@code __Host-session} cookie names. */
    Optional<BrowserGate.Claim> bySessionCookie(String cookie);
}
