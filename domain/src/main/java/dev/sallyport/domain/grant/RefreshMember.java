package dev.sallyport.domain.grant;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import java.time.Instant;

/**
 * What a refresh token says, to us alone: one member of a family.
 *
 * @param number which member, from 1
 * @param secret what the family's row keeps the digest of
 */
public record RefreshMember(
        FamilyId family,
        int number,
        Secret secret,
        PersonId person,
        SessionId session,
        ClientId client,
        Instant issued,
        Instant expires) {}
