package dev.sallyport.app;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.GrantType;
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
        boolean refreshInCookie) {

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
                false);
    }

    DeclaredClient {
        redirectUris = List.copyOf(redirectUris);
        if (public_ && (secretFile.isPresent() || secret.isPresent())) {
            throw new IllegalArgumentException("a public client has no secret; leave out public or the secret");
        }
        if (secretFile.isPresent() && secret.isPresent()) {
            throw new IllegalArgumentException("must have secret_file or secret, not both");
        }
        if (public_ && grants.contains(GrantType.CLIENT_CREDENTIALS)) {
            throw new IllegalArgumentException("a public client cannot use client_credentials");
        }
        if (refreshInCookie && !public_) {
            throw new IllegalArgumentException("refresh_in_cookie is for public clients");
        }
    }
}
