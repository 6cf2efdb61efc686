package dev.sallyport.domain.client;

import dev.sallyport.domain.Spec;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a client is told that a session has ended.
 *
 * @param backchannel where the house posts a logout token
 * @param backchannelSession whether the client needs {@code sid} in it; it has it either way
 * @param frontchannel what the signed-out page loads in a frame
 * @param frontchannelSession whether the client needs {@code iss} and {@code sid} in its query
 */
public record LogoutUris(
        Optional<String> backchannel,
        boolean backchannelSession,
        Optional<String> frontchannel,
        boolean frontchannelSession) {
    public static final LogoutUris NONE = new LogoutUris(Optional.empty(), false, Optional.empty(), false);

    /** Everything that is wrong with them, in the words of a sentence about the client. */
    public Stream<String> objections(List<String> redirectUris) {
        return Stream.concat(
                backchannel.stream()
                        .flatMap(uri -> backchannelObjection(uri).stream()
                                .map(objection -> "the back-channel logout URI " + uri + " " + objection)),
                frontchannel.stream()
                        .flatMap(uri -> frontchannelObjection(uri, redirectUris).stream()
                                .map(objection -> "the front-channel logout URI " + uri + " " + objection)));
    }

    /** What is wrong with the URI, or empty when it will do. */
    @Spec("OpenID Connect Back-Channel Logout §2.2")
    public static Optional<String> backchannelObjection(String text) {
        return RedirectUris.objection(text).or(() -> webObjection(text));
    }

    /** What is wrong with the URI, or empty when it will do: it must be of the same origin as one of the redirect URIs. */
    @Spec("OpenID Connect Front-Channel Logout §2")
    public static Optional<String> frontchannelObjection(String text, List<String> redirectUris) {
        return backchannelObjection(text)
                .or(() -> redirectUris.stream().anyMatch(redirect -> sameOrigin(text, redirect))
                        ? Optional.empty()
                        : Optional.of("must have the scheme, host and port of one of the redirect URIs"));
    }

    private static Optional<String> webObjection(String text) {
        return URI.create(text).getHost() == null ? Optional.of("must be https") : Optional.empty();
    }

    private static boolean sameOrigin(String text, String redirect) {
        if (RedirectUris.objection(redirect).isPresent()) {
            return false;
        }
        URI one = URI.create(text);
        URI other = URI.create(redirect);
        return one.getScheme().equals(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort();
    }
}
