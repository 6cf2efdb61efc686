package dev.sallyport.auth.authorize;

import dev.sallyport.domain.identity.Introduction;
import java.util.Optional;

/**
 * What the way by another provider has come to, when it did not sign anybody on.
 *
 * @param label the provider, as people call it
 * @param pending whom it introduced, and who must now prove an account here; absent where it failed
 */
record Detour(String label, Optional<Introduction> pending) {}
