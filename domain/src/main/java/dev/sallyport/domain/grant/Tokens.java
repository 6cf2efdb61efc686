package dev.sallyport.domain.grant;

import dev.sallyport.domain.Secret;
import java.time.Instant;

/** An access token and the refresh token beside it, as they are handed to a client once. */
public record Tokens(Secret access, Instant accessExpires, Secret refresh, Instant refreshExpires, Scope scope) {}
