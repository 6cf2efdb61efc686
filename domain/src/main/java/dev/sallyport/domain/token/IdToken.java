package dev.sallyport.domain.token;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.person.Person;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a client is told about a sign-in (OpenID Connect Core §2).
 *
 * @param client who is told: the audience
 * @param access the access token beside it, whose hash it carries ({@code at_hash})
 * @param session the sign-on session ({@code sid}), for sign-out
 */
public record IdToken(
        Client client,
        Person person,
        Optional<String> nonce,
        Optional<Instant> authenticated,
        Optional<String> acr,
        List<String> methods,
        String session,
        Secret access,
        Instant issued,
        Instant expires) {
    public IdToken {
        methods = List.copyOf(methods);
    }
}
