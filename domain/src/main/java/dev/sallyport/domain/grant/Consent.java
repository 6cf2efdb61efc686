package dev.sallyport.domain.grant;

import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.person.PersonId;
import java.time.Instant;

/**
 * What a person has allowed a client, remembered until it is withdrawn.
 *
 * @param scope everything that was ever allowed, together
 */
public record Consent(PersonId person, ClientId client, Scope scope, Instant given) {}
