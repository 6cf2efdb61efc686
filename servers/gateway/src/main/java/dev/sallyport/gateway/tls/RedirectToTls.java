package dev.sallyport.gateway.tls;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.TargetPath;
import java.net.URI;

/** Leads who came unencrypted to the same path of {@code public_url}, never to where {@code Host} says (T04). */
public final class RedirectToTls implements Handler {
    private final String base;

    /** @param publicUrl https, without a path */
    public RedirectToTls(URI publicUrl) {
        String text = publicUrl.toString();
        this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** By 308, so that a method that is repeated there stays what it was. */
    @Override
    @Spec("RFC 9110 §15.4.9")
    public Response handle(Request request) {
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        return Response.of(308).header("location", base + TargetPath.encode(request.path()) + query);
    }
}
