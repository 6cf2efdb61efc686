package dev.sallyport.domain.client;

import dev.sallyport.domain.token.Algorithm;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What a client says of itself beyond its name and its redirect URIs (RFC 7591 §2, OpenID Connect Dynamic Registration §2).
 *
 * @param authentication absent: none for a public client, either of the two secret methods for another
 * @param jwks the client's public keys, a JWK set as JSON
 * @param jwksUri where those keys are instead
 * @param postLogoutRedirects compared as exact strings, as redirect URIs are
 * @param backchannelLogout where it is told by the house that a session has ended
 * @param frontchannelLogout what the signed-out page loads in a frame, so that it ends its own session in the browser
 * @param audiences the resources that its tokens may be for besides the house itself (RFC 8707)
 * @param trusted a client of the house: people are not asked for consent
 * @param bound its tokens are bound to a key of its own by DPoP
 * @param pushed its authorization requests come by PAR alone
 * @param idTokenAlgorithm what its ID tokens are signed by; absent: as access tokens are
 * @param userinfoAlgorithm absent: userinfo is plain JSON
 * @param pairwise its {@code sub} is its own and joins with no other client's (OpenID Connect Core §8.1)
 * @param sector whose {@code sub} values are the same, where it is not the host of the redirect URI
 * @param idTokenEncryption {@code alg} and {@code enc} of its ID tokens, where they are encrypted
 * @param mutualTls what it says of its certificate; absent: nothing
 * @param registrationToken the digest of the registration access token, for one that registered itself (RFC 7592)
 * @param backchannelSession whether it needs {@code sid} in logout tokens, which hold it either way
 * @param frontchannelSession whether it needs {@code iss} and {@code sid} in the query of {@code frontchannelLogout}
 * @param userinfoEncryption {@code alg} and {@code enc} of userinfo, which is signed as well then
 */
public record ClientMetadata(
        Optional<ClientAuthentication> authentication,
        Optional<String> jwks,
        Optional<URI> jwksUri,
        List<String> postLogoutRedirects,
        Optional<URI> backchannelLogout,
        Optional<URI> frontchannelLogout,
        List<String> audiences,
        boolean trusted,
        boolean bound,
        boolean pushed,
        Optional<Algorithm> idTokenAlgorithm,
        Optional<Algorithm> userinfoAlgorithm,
        boolean pairwise,
        Optional<String> sector,
        Optional<Encryption> idTokenEncryption,
        Optional<MutualTls> mutualTls,
        Optional<String> registrationToken,
        ClientPolicy policy,
        boolean backchannelSession,
        boolean frontchannelSession,
        Optional<Encryption> userinfoEncryption) {

    public static final ClientMetadata NONE = new ClientMetadata(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            false,
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            ClientPolicy.USUAL,
            false,
            false,
            Optional.empty());

    public ClientMetadata {
        postLogoutRedirects = List.copyOf(postLogoutRedirects);
        audiences = List.copyOf(audiences);
    }

    /** The same, of a client of the house. */
    public ClientMetadata trusting() {
        return new ClientMetadata(
                authentication,
                jwks,
                jwksUri,
                postLogoutRedirects,
                backchannelLogout,
                frontchannelLogout,
                audiences,
                true,
                bound,
                pushed,
                idTokenAlgorithm,
                userinfoAlgorithm,
                pairwise,
                sector,
                idTokenEncryption,
                mutualTls,
                registrationToken,
                policy,
                backchannelSession,
                frontchannelSession,
                userinfoEncryption);
    }

    /** The same, told of ended sessions at these addresses. */
    public ClientMetadata with(LogoutUris logout) {
        return new ClientMetadata(
                authentication,
                jwks,
                jwksUri,
                postLogoutRedirects,
                logout.backchannel().map(URI::create),
                logout.frontchannel().map(URI::create),
                audiences,
                trusted,
                bound,
                pushed,
                idTokenAlgorithm,
                userinfoAlgorithm,
                pairwise,
                sector,
                idTokenEncryption,
                mutualTls,
                registrationToken,
                policy,
                logout.backchannelSession(),
                logout.frontchannelSession(),
                userinfoEncryption);
    }

    /** The same, led back to one of these after signing out. */
    public ClientMetadata withPostLogoutRedirects(List<String> uris) {
        return new ClientMetadata(
                authentication,
                jwks,
                jwksUri,
                uris,
                backchannelLogout,
                frontchannelLogout,
                audiences,
                trusted,
                bound,
                pushed,
                idTokenAlgorithm,
                userinfoAlgorithm,
                pairwise,
                sector,
                idTokenEncryption,
                mutualTls,
                registrationToken,
                policy,
                backchannelSession,
                frontchannelSession,
                userinfoEncryption);
    }

    /** The same, of a client that proves itself so. */
    public ClientMetadata provedBy(ClientAuthentication way) {
        return changed(Optional.of(way), mutualTls, idTokenEncryption, userinfoEncryption, registrationToken);
    }

    /** The same, with a certificate of its own. */
    public ClientMetadata with(MutualTls certificate) {
        Optional<MutualTls> said = Optional.of(certificate).filter(c -> !c.equals(MutualTls.NONE));
        return changed(authentication, said, idTokenEncryption, userinfoEncryption, registrationToken);
    }

    /** The same, with tokens in envelopes. */
    public ClientMetadata encrypted(Optional<Encryption> idTokens, Optional<Encryption> userinfo) {
        return changed(authentication, mutualTls, idTokens, userinfo, registrationToken);
    }

    /** The same, kept by whoever holds the registration access token of this digest. */
    public ClientMetadata withRegistrationToken(Optional<String> digest) {
        return changed(authentication, mutualTls, idTokenEncryption, userinfoEncryption, digest);
    }

    /** The one place where the parts that stay are copied. */
    private ClientMetadata changed(
            Optional<ClientAuthentication> way,
            Optional<MutualTls> certificate,
            Optional<Encryption> idTokens,
            Optional<Encryption> userinfo,
            Optional<String> registration) {
        return new ClientMetadata(
                way,
                jwks,
                jwksUri,
                postLogoutRedirects,
                backchannelLogout,
                frontchannelLogout,
                audiences,
                trusted,
                bound,
                pushed,
                idTokenAlgorithm,
                userinfoAlgorithm,
                pairwise,
                sector,
                idTokens,
                certificate,
                registration,
                policy,
                backchannelSession,
                frontchannelSession,
                userinfo);
    }

    /** How a token is encrypted for the client (RFC 7516). */
    public record Encryption(String alg, String enc) {}
}
