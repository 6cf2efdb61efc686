package dev.sallyport.app;

import dev.sallyport.auth.upstream.Preset;
import dev.sallyport.domain.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Another provider whose word signs people in, as {@code sallyport.yaml} declares it: by a preset, by its issuer, or by three
 * endpoints.
 *
 * @param id what stands in the address of its redirect URI
 * @param name what its button says
 * @param tenant whose people may come, for the preset microsoft
 * @param team whose key signs us in there, for the preset apple, as {@code keyId} and {@code keyFile}, a PKCS #8 key in PEM
 * @param issuer of an OpenID provider, to the letter
 * @param subject the member of the userinfo answer by which people are known again, as {@code email}, {@code emailVerified}
 * @param trustsEmail whether an address that it calls verified may open a new account
 */
record DeclaredUpstream(
        String id,
        Optional<String> name,
        Optional<Preset> preset,
        Optional<String> tenant,
        String clientId,
        Optional<Path> clientSecretFile,
        Optional<Secret> clientSecret,
        Optional<String> team,
        Optional<String> keyId,
        Optional<Path> keyFile,
        Optional<URI> issuer,
        List<String> scopes,
        Optional<URI> authorizationEndpoint,
        Optional<URI> tokenEndpoint,
        Optional<URI> userinfoEndpoint,
        String subject,
        String email,
        Optional<String> emailVerified,
        Optional<Boolean> trustsEmail) {

    /** What holds where an upstream leaves it out; its id and who we are there are always said. */
    static DeclaredUpstream defaults() {
        return new DeclaredUpstream(
                null,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                null,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "sub",
                "email",
                Optional.empty(),
                Optional.empty());
    }

    DeclaredUpstream {
        scopes = List.copyOf(scopes);
    }

    boolean hasEndpoints() {
        return authorizationEndpoint.isPresent() || tokenEndpoint.isPresent() || userinfoEndpoint.isPresent();
    }
}
