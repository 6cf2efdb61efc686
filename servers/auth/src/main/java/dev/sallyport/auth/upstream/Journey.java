package dev.sallyport.auth.upstream;

import java.time.Instant;

/**
 * What a browser takes along to another provider, so that what comes back is known to belong to it.
 *
 * @param state the sealed {@code state}
 * @param nonce what the ID token must carry (OpenID Connect Core §3.1.2.1)
 * @param verifier the {@code code_verifier} (RFC 7636)
 * @param anew whether the person must prove who they are anew, even if they are signed in there
 * @param begun when the flow began
 */
public record Journey(String state, String nonce, String verifier, boolean anew, Instant begun) {}
