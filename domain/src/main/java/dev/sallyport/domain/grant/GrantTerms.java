package dev.sallyport.domain.grant;

import dev.sallyport.domain.token.Confirmation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * On which terms something was granted beyond its scope.
 *
 * @param audience the resources that tokens may be for (RFC 8707); empty: the house itself
 * @param authenticated when the person had last proved who they are ({@code auth_time})
 * @param methods how (RFC 8176, {@code amr})
 * @param acr the authentication context class that was reached
 * @param confirmation the key that a refresh token is bound to, for a public client that uses one (RFC 9449 §5)
 * @param authorizationDetails a JSON array (RFC 9396), as it was granted
 * @param claims the {@code claims} parameter (OpenID Connect Core §5.5), JSON, as it was granted
 */
public record GrantTerms(
        List<String> audience,
        Optional<Instant> authenticated,
        List<String> methods,
        Optional<String> acr,
        Optional<Confirmation> confirmation,
        Optional<String> authorizationDetails,
        Optional<String> claims) {

    /** The terms of the product's own apps. */
    public static final GrantTerms NONE = new GrantTerms(
            List.of(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public GrantTerms {
        audience = List.copyOf(audience);
        methods = List.copyOf(methods);
    }

    /** The same terms for these resources, which are among those granted. */
    public GrantTerms narrowedTo(List<String> resources) {
        return new GrantTerms(resources, authenticated, methods, acr, confirmation, authorizationDetails, claims);
    }

    /** The same terms, bound to a key. */
    public GrantTerms boundTo(Optional<Confirmation> key) {
        return new GrantTerms(audience, authenticated, methods, acr, key, authorizationDetails, claims);
    }
}
