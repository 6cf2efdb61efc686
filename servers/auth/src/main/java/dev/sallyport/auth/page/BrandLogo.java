package dev.sallyport.auth.page;

import dev.sallyport.domain.Digest;
import dev.sallyport.kit.http.EntityTags;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;

/** {@code GET /brand/logo}: the theme's mark, which can do nothing but be looked at (T46). */
final class BrandLogo implements Handler {
    private final Theme theme;

    BrandLogo(Theme theme) {
        this.theme = theme;
    }

    @Override
    public Response handle(Request request) {
        return theme.logo()
                .map(logo -> answer(request, logo))
                .orElseGet(() -> Problem.notFound().response());
    }

    private static Response answer(Request request, Logo logo) {
        String tag = "\"" + Digest.of(logo.bytes()).value() + "\"";
        boolean known = EntityTags.match(request.headers().all("if-none-match"), tag, true);
        Response response = known
                ? Response.of(304)
                : Response.of(200).header("content-type", logo.mediaType()).body(logo.bytes());
        return response.header("etag", tag)
                .header("cache-control", "public, max-age=300")
                .header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
                .header("x-content-type-options", "nosniff");
    }
}
