package dev.sallyport.monitor.page;

import dev.sallyport.kit.http.Response;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/** Writes the monitor's pages; the engine is made when the first is asked for. */
public final class Pages {
    private static final String PACKAGE = "dev.sallyport.monitor";

    private TemplateEngine templates;

    /** @param policy the page's content security policy */
    public Response page(String template, Object view, String policy) {
        var html = new StringOutput();
        templates().render(template, view, html);
        return guarded(Response.html(200, html.toString()), policy);
    }

    /** What no page or letter of the monitor goes without: nobody keeps, frames, guesses or embeds it. */
    public static Response guarded(Response response, String policy) {
        return response.header("content-security-policy", policy)
                .header("cache-control", "no-store")
                .header("referrer-policy", "no-referrer")
                .header("x-content-type-options", "nosniff")
                .header("cross-origin-resource-policy", "same-origin");
    }

    private synchronized TemplateEngine templates() {
        if (templates == null) {
            templates = TemplateEngine.createPrecompiled(null, ContentType.Html, Pages.class.getClassLoader(), PACKAGE);
        }
        return templates;
    }
}
