package dev.sallyport.domain.grant;

import java.time.Duration;

/**
 * How long tokens live.
 *
 * @param issuer the {@code iss} and first-party {@code aud} of every token: {@code public_url}
 * @param access the life of an access token
 * @param refresh the life of a family from its sign-in, however often it turns
 * @param grace within which a member used twice gets the same successor
 */
public record TokenPolicy(String issuer, Duration access, Duration refresh, Duration grace) {}
