package dev.sallyport.app;

import dev.sallyport.auth.jose.ClientEncryption;
import dev.sallyport.domain.client.ClientMetadata.Encryption;
import dev.sallyport.domain.client.LogoutUris;
import dev.sallyport.kit.json.Bound.Mistake;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Looks at what a declared client says of the ends of its sessions and of the envelopes of its tokens. */
final class DeclaredEnds {
    private DeclaredEnds() {}

    static List<Mistake> mistakes(String at, DeclaredClient client) {
        var mistakes = new ArrayList<Mistake>();
        client.backchannelLogoutUri()
                .ifPresent(uri -> LogoutUris.backchannelObjection(uri)
                        .ifPresent(objection ->
                                mistakes.add(new Mistake(at + "/backchannel_logout_uri", uri, objection))));
        client.frontchannelLogoutUri()
                .ifPresent(uri -> LogoutUris.frontchannelObjection(uri, client.redirectUris())
                        .ifPresent(objection ->
                                mistakes.add(new Mistake(at + "/frontchannel_logout_uri", uri, objection))));
        client.idTokenEncryption().ifPresent(wish -> encryption(at + "/id_token_encryption", wish, client, mistakes));
        client.userinfoEncryption().ifPresent(wish -> {
            encryption(at + "/userinfo_encryption", wish, client, mistakes);
            if (client.userinfoAlgorithm().isEmpty()) {
                mistakes.add(new Mistake(
                        at + "/userinfo_encryption",
                        "",
                        "needs userinfo_algorithm: what is encrypted is signed first"));
            }
        });
        return mistakes;
    }

    private static void encryption(String at, Encryption wish, DeclaredClient client, List<Mistake> mistakes) {
        if (ClientEncryption.of(wish.alg(), wish.enc()).isEmpty()) {
            mistakes.add(new Mistake(
                    at,
                    wish.alg() + ", " + wish.enc(),
                    "must have alg of " + sorted(ClientEncryption.algorithms()) + " and enc of "
                            + sorted(ClientEncryption.methods())));
        }
        if (client.jwksFile().isEmpty() && client.jwksUri().isEmpty()) {
            mistakes.add(new Mistake(at, "", "needs jwks_file or jwks_uri, where the key to encrypt for is"));
        }
    }

    private static String sorted(Set<String> names) {
        return String.join(", ", new TreeSet<>(names));
    }
}
