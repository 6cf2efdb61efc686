package dev.sallyport.auth.authorize;

import dev.sallyport.auth.page.ErrorReason;
import dev.sallyport.domain.Digest;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.token.OneTimeStore;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import dev.sallyport.domain.token.OneTimeStore.Taken;
import dev.sallyport.kit.http.FormBody;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.PageVisitor;
import java.time.InstantSource;
import java.util.Optional;

/** {@code GET} and {@code POST /oauth2/authorize}: always a redirect, to a page or to the client, or an error page. */
public final class AuthorizeEndpoint {
    private final FlowPages pages;
    private final OneTimeStore pushed;
    private final Screens screens;
    private final InstantSource clock;

    AuthorizeEndpoint(FlowPages pages, OneTimeStore pushed, Screens screens, InstantSource clock) {
        this.pages = pages;
        this.pushed = pushed;
        this.screens = screens;
        this.clock = clock;
    }

    @Spec("RFC 6749 §3.1")
    public Response get(Request request, PageVisitor visitor) {
        return request.params()
                .map(params -> params.first("request_uri")
                        .filter(PushedRequests::isOurs)
                        .map(uri -> pushed(request, params, uri, visitor))
                        .orElseGet(() -> pages.begin(request, params, false, visitor.sessions())))
                .orElseGet(() -> screens.error(request, ErrorReason.BAD_REQUEST));
    }

    /** What was pushed is taken once and only by the client that pushed it; nothing else of the query counts (T17). */
    @Spec("RFC 9126 §4")
    private Response pushed(Request request, Params query, String uri, PageVisitor visitor) {
        Optional<Params> params = switch (pushed.take(Purpose.PUSHED_REQUEST, Digest.of(uri), clock.instant())) {
            case Taken.First(String payload) -> Params.parse(payload);
            case Taken.Again again -> Optional.empty();
            case Taken.Never() -> Optional.empty();
        };
        return params.filter(p -> p.all("client_id").equals(query.all("client_id")))
                .map(p -> pages.begin(request, p, true, visitor.sessions()))
                .orElseGet(() -> screens.error(request, ErrorReason.BAD_REQUEST));
    }

    /**
     * A client may send the person here by a form. It comes from another site, so the browser holds back the session's cookie;
     * the redirect to ourselves brings it.
     */
    public Response post(Request request) {
        return FormBody.read(
                request,
                form -> Response.seeOther("/oauth2/authorize?" + form.encoded()).header("cache-control", "no-store"));
    }
}
