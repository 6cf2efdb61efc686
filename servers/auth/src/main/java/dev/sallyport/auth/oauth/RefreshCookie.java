package dev.sallyport.auth.oauth;

import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.grant.FamilyId;
import dev.sallyport.domain.grant.RefreshSeal;
import dev.sallyport.domain.grant.Tokens;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.kit.http.Cookies.SameSite;
import dev.sallyport.kit.http.Cookies.SetCookie;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The refresh token of a single-page app of another team, kept where its script cannot read it (L04). The CSRF token belongs to
 * the family: it is told in the answer, for an app on another host cannot read our cookies, and compared with header and cookie.
 */
final class RefreshCookie {
    static final String REFRESH = "__Secure-oauth_refresh";
    static final String CSRF = "__Host-oauth_csrf";

    private static final String PATH = "/oauth2/token";

    private final KeyedDigest csrf;
    private final RefreshSeal seal;

    RefreshCookie(Sealer sealer, RefreshSeal seal) {
        this.csrf = new KeyedDigest(sealer.derive("oauth-csrf"));
        this.seal = seal;
    }

    /** What the cookies of a request came to. */
    sealed interface Read {
        record Token(String token) implements Read {}

        record Refused(OAuthError error) implements Read {}
    }

    Response set(TokenAnswer answer, Tokens tokens, FamilyId family, Instant now) {
        String token = csrf.of(family.toString());
        Duration life = Duration.between(now, tokens.refreshExpires());
        return answer.withCsrf(token)
                .response()
                .cookie(new SetCookie(REFRESH, tokens.refresh().reveal(), PATH, true, SameSite.STRICT, life))
                .cookie(new SetCookie(CSRF, token, "/", false, SameSite.STRICT, life));
    }

    Read read(Request request, Client client) {
        Optional<String> token = request.cookie(REFRESH);
        if (token.isEmpty()) {
            return new Read.Refused(OAuthError.invalidGrant("there is no refresh cookie"));
        }
        List<String> origins = request.headers().all("origin");
        if (origins.size() != 1 || !isOf(client, origins.getFirst())) {
            return new Read.Refused(
                    OAuthError.invalidRequest("Origin is not that of one of the client's redirect URIs"));
        }
        List<String> headers = request.headers().all("x-csrf-token");
        boolean agree = headers.size() == 1
                && request.cookie(CSRF).filter(headers.getFirst()::equals).isPresent()
                && seal.open(token.get())
                        .filter(member ->
                                csrf.matches(headers.getFirst(), member.family().toString()))
                        .isPresent();
        return agree
                ? new Read.Token(token.get())
                : new Read.Refused(
                        OAuthError.invalidRequest("X-CSRF-Token is missing or not that of this refresh token"));
    }

    private static boolean isOf(Client client, String origin) {
        return client.redirectUris().stream().map(URI::create).anyMatch(uri -> {
            String own = uri.getScheme() + "://" + uri.getRawAuthority();
            return own.equals(origin);
        });
    }
}
