package dev.sallyport.domain.grant;

import java.util.Optional;

/** Seals a member into a refresh token that a client cannot read, and opens it again. Equal members give equal tokens. */
public interface RefreshSeal {
    String seal(RefreshMember member);

    /** The member, or empty when the token was not sealed by us or was changed. Whether it is current is another question. */
    Optional<RefreshMember> open(String token);
}
