package dev.sallyport.app;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.client.ClientAuthentication;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientMetadata;
import dev.sallyport.domain.client.ClientPolicy;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.client.LogoutUris;
import dev.sallyport.domain.client.MutualTls;
import dev.sallyport.domain.token.Algorithm;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A client as {@code sallyport.yaml} declares it.
 *
 * @param public_ whether it cannot keep a secret; the key is written without the underscore
 * @param secretFile the file that holds its secret
 * @param secret the secret itself, taken with a warning
 * @param jwksFile the file of its public keys, a JWK set
 * @param audiences the resources that its tokens may be for (RFC 8707)
 * @param backchannelLogoutUri where it is told that a session has ended, and {@code frontchannelLogoutUri} what is framed then
 * @param idTokenEncryption {@code alg} and {@code enc}, as {@code userinfoEncryption}
 * @param certificate by which name its certificate is known, for {@code tls_client_auth}
 * @param certificateBound whether its tokens hold only together with the certificate that it shows
 * @param trusted a client of the house, for which nobody is asked
 */
@SuppressWarnings("MemberName") // the key is a word of the language
record DeclaredClient(
        ClientId id,
        Optional<String> name,
        boolean public_,
        Optional<Path> secretFile,
        Optional<Secret> secret,
        Set<GrantType> grants,
        Set<String> scopes,
        List<String> redirectUris,
        boolean refreshInCookie,
        Optional<ClientAuthentication> authentication,
        Optional<Path> jwksFile,
        Optional<URI> jwksUri,
        List<String> postLogoutRedirectUris,
        List<String> audiences,
        boolean trusted,
        boolean dpopBound,
        boolean requirePushedRequests,
        Optional<Algorithm> idTokenAlgorithm,
        Optional<Algorithm> userinfoAlgorithm,
        boolean pairwise,
        ClientPolicy policy,
        Optional<String> backchannelLogoutUri,
        boolean backchannelLogoutSessionRequired,
        Optional<String> frontchannelLogoutUri,
        boolean frontchannelLogoutSessionRequired,
        Optional<ClientMetadata.Encryption> idTokenEncryption,
        Optional<ClientMetadata.Encryption> userinfoEncryption,
        Optional<DeclaredCertificate> certificate,
        boolean certificateBound) {

    /** What holds where a client leaves it out; its id is always said. */
    static DeclaredClient defaults() {
        return new DeclaredClient(
                null,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                false,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                ClientPolicy.USUAL,
                Optional.empty(),
                false,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    DeclaredClient {
        redirectUris = List.copyOf(redirectUris);
        postLogoutRedirectUris = List.copyOf(postLogoutRedirectUris);
        audiences = List.copyOf(audiences);
        if (jwksFile.isPresent() && jwksUri.isPresent()) {
            throw new IllegalArgumentException("must have jwks_file or jwks_uri, not both");
        }
        if (authentication.filter(ClientAuthentication.PRIVATE_KEY_JWT::equals).isPresent()
                && jwksFile.isEmpty()
                && jwksUri.isEmpty()) {
            throw new IllegalArgumentException("private_key_jwt needs jwks_file or jwks_uri");
        }
        if (certificate.isPresent()
                != authentication.filter(ClientAuthentication.TLS::equals).isPresent()) {
            throw new IllegalArgumentException(
                    "tls_client_auth needs certificate: { san_dns: … }, and no other way does");
        }
        if (authentication.filter(ClientAuthentication.SELF_SIGNED_TLS::equals).isPresent()
                && jwksFile.isEmpty()
                && jwksUri.isEmpty()) {
            throw new IllegalArgumentException(
                    "self_signed_tls_client_auth needs jwks_file or jwks_uri, with the certificate as x5c");
        }
        if (certificateBound && dpopBound) {
            throw new IllegalArgumentException("must have dpop_bound or certificate_bound, not both");
        }
        if (public_ && (secretFile.isPresent() || secret.isPresent())) {
            throw new IllegalArgumentException("a public client has no secret; leave out public or the secret");
        }
        if (secretFile.isPresent() && secret.isPresent()) {
            throw new IllegalArgumentException("must have secret_file or secret, not both");
        }
        if (public_ && grants.contains(GrantType.CLIENT_CREDENTIALS)) {
            throw new IllegalArgumentException("a public client cannot use client_credentials");
        }
        if (public_ && grants.contains(GrantType.TOKEN_EXCHANGE)) {
            throw new IllegalArgumentException("a public client cannot exchange tokens");
        }
        if (refreshInCookie && !public_) {
            throw new IllegalArgumentException("refresh_in_cookie is for public clients");
        }
    }

    /** Whether it proves itself by a key and needs no secret. */
    boolean provesByKey() {
        return authentication
                .filter(way -> way == ClientAuthentication.PRIVATE_KEY_JWT || way.isByCertificate())
                .isPresent();
    }

    /** What it says of its certificate. */
    MutualTls mutualTls() {
        return new MutualTls(certificate.map(DeclaredCertificate::name), certificateBound);
    }

    LogoutUris logout() {
        return new LogoutUris(
                backchannelLogoutUri,
                backchannelLogoutSessionRequired,
                frontchannelLogoutUri,
                frontchannelLogoutSessionRequired);
    }

    /** @param jwks what stands in {@code jwks_file} */
    ClientMetadata metadata(Optional<String> jwks) {
        var metadata = new ClientMetadata(
                authentication,
                jwks,
                jwksUri,
                postLogoutRedirectUris,
                Optional.empty(),
                Optional.empty(),
                audiences,
                trusted,
                dpopBound,
                requirePushedRequests,
                idTokenAlgorithm,
                userinfoAlgorithm,
                pairwise,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                policy,
                false,
                false,
                Optional.empty());
        return metadata.with(logout()).with(mutualTls()).encrypted(idTokenEncryption, userinfoEncryption);
    }
}
