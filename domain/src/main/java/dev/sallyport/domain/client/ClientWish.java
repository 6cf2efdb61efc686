package dev.sallyport.domain.client;

import java.util.List;
import java.util.Optional;

/**
 * What an application says of itself when it asks to become a client (RFC 7591 §2, OpenID Connect Dynamic Registration §2):
 * the members that are understood here, as text and unjudged.
 *
 * @param authentication how it wants to prove itself at the token endpoint
 * @param jwks its public keys, a JWK set as JSON that has been read once
 * @param bound whether its tokens shall be bound to a key of its own
 * @param pushed whether its authorization requests come by PAR alone
 * @param mutualTls what it says of its certificate; a name that has been looked at
 * @param idTokenEncryption a pair that is spoken here, as {@code userinfoEncryption}
 */
public record ClientWish(
        Optional<String> name,
        List<String> redirectUris,
        Optional<String> authentication,
        List<String> grants,
        List<String> responseTypes,
        Optional<String> scope,
        Optional<String> jwks,
        Optional<String> jwksUri,
        List<String> postLogoutRedirects,
        Optional<String> subjectType,
        Optional<String> idTokenAlgorithm,
        Optional<String> userinfoAlgorithm,
        boolean bound,
        boolean pushed,
        LogoutUris logout,
        Optional<ClientMetadata.Encryption> idTokenEncryption,
        Optional<ClientMetadata.Encryption> userinfoEncryption,
        MutualTls mutualTls) {
    public ClientWish {
        redirectUris = List.copyOf(redirectUris);
        grants = List.copyOf(grants);
        responseTypes = List.copyOf(responseTypes);
        postLogoutRedirects = List.copyOf(postLogoutRedirects);
    }
}
