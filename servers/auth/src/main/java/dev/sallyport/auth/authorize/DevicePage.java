package dev.sallyport.auth.authorize;

import dev.sallyport.auth.page.DeviceView;
import dev.sallyport.auth.page.ErrorReason;
import dev.sallyport.auth.page.FlowFields;
import dev.sallyport.auth.page.Notice;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.grant.AnswerDevice;
import dev.sallyport.domain.session.Session;
import dev.sallyport.kit.http.FormBody;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.PageVisitor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * {@code /device}: a person types what their device shows, signs in as for any client, and says yes or no. They are always asked,
 * whatever they allowed before, for the code may be one that somebody sent them.
 */
public final class DevicePage {
    private static final int LONGEST = 64;

    private final Flows flows;
    private final FlowPages pages;
    private final DeviceFlows devices;
    private final Authorization authorization;
    private final Screens screens;

    DevicePage(Flows flows, FlowPages pages, DeviceFlows devices, Authorization authorization, Screens screens) {
        this.flows = flows;
        this.pages = pages;
        this.devices = devices;
        this.authorization = authorization;
        this.screens = screens;
    }

    @Spec("RFC 8628 §3.3")
    public Response get(Request request, PageVisitor visitor) {
        Params query = request.params().orElse(Params.NONE);
        Optional<String> handle = query.first("flow");
        if (handle.isEmpty()) {
            return begun(request, query);
        }
        Optional<Flow> flow = flows.open(handle.get(), request);
        if (flow.filter(f -> f.device().isEmpty()).isPresent()) {
            return typing(request, flow.get(), handle.get(), Optional.empty());
        }
        return pages.shown(
                request,
                (opened, form) -> confirming(
                        request,
                        opened,
                        visitor.sessions(),
                        session -> screens.confirm(request, opened.ask(), form, session)));
    }

    /** A code in the address is only what the field already holds (RFC 8628 §3.3.1): the person still sends it, and confirms it. */
    @Spec("RFC 8628 §3.3.1")
    private Response begun(Request request, Params query) {
        var browser = flows.browser(request);
        return flows.seal(flows.begin(browser, query, false))
                .map(handle -> Response.seeOther("/device?flow=" + URLEncoder.encode(handle, StandardCharsets.UTF_8))
                        .header("cache-control", "no-store"))
                .map(response -> flows.remember(response, browser))
                .orElseGet(() -> screens.error(request, ErrorReason.BAD_REQUEST));
    }

    private Response typing(Request request, Flow flow, String handle, Optional<Notice> notice) {
        String code = flow.params().first("user_code").orElse("");
        var form = new FlowFields(handle, flows.csrf(flow));
        return screens.device(request, new DeviceView.Code(form, code.length() > LONGEST ? "" : code, notice));
    }

    public Response post(Request request, PageVisitor visitor) {
        return FormBody.read(request, form -> {
            Optional<Flow> flow = flows.open(form.first("flow").orElse(""), request)
                    .filter(f -> f.device().isEmpty())
                    .filter(f -> flows.isFrom(f, form.first("csrf").orElse("")));
            return flow.map(f -> typed(request, f, form, visitor.sessions()))
                    .orElseGet(() -> pages.posted(
                            request,
                            form,
                            (opened, fields) -> confirming(
                                    request,
                                    opened,
                                    visitor.sessions(),
                                    session -> Optional.of(decided(request, form, opened, session)))));
        });
    }

    private Response typed(Request request, Flow flow, Params form, List<Session> here) {
        String handle = form.first("flow").orElse("");
        return switch (devices.type(form.first("user_code").orElse(""), request.peer())) {
            case AnswerDevice.Typed.Known(var code, var waiting) ->
                devices.ask(code)
                        .map(ask -> pages.goOn(request, ask, flow.forDevice(code.letters()), here))
                        .orElseGet(() -> typing(request, flow, handle, Optional.of(new Notice.UnknownCode())));
            case AnswerDevice.Typed.Unknown() -> typing(request, flow, handle, Optional.of(new Notice.UnknownCode()));
            case AnswerDevice.Typed.TooMany(var patience) ->
                typing(request, flow, handle, Optional.of(new Notice.TooFast(patience)));
        };
    }

    private interface Then {
        Optional<Response> with(Session session);
    }

    /** Whoever should not be here yet, because something else comes first, is led there. */
    private Response confirming(Request request, FlowPages.Opened opened, List<Session> here, Then then) {
        if (authorization.next(opened.ask(), opened.flow(), here)
                instanceof Authorization.Next.ConfirmDevice(var session)) {
            return then.with(session).orElseGet(() -> pages.to(request, "/sign-in", opened.ask(), opened.flow()));
        }
        return pages.goOn(request, opened.ask(), opened.flow(), here);
    }

    private Response decided(Request request, Params form, FlowPages.Opened opened, Session session) {
        if (!flows.end(opened.flow())) {
            return screens.error(request, ErrorReason.EXPIRED);
        }
        boolean allowed = form.first("decision").filter("allow"::equals).isPresent();
        boolean done = allowed
                ? devices.allow(opened.ask(), session, FlowPages.terms(opened.ask(), session), request.peer())
                : devices.deny(opened.ask(), session, request.peer());
        if (!done) {
            return screens.error(request, ErrorReason.EXPIRED);
        }
        return screens.device(request, allowed ? DeviceView.Done.CONNECTED : DeviceView.Done.REFUSED);
    }
}
