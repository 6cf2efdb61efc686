package dev.sallyport.resource;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.ReadActivity;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.BearerToken;
import dev.sallyport.kit.route.Caller;
import dev.sallyport.kit.route.Slices;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code /v1/activity}: what happened to a person's account, newest first. */
final class ActivityEndpoint {
    private final ReadActivity activity;

    ActivityEndpoint(ReadActivity activity) {
        this.activity = activity;
    }

    Response list(Request request, BearerToken token) {
        return Caller.atHome(
                token,
                caller -> Slices.of(
                        request,
                        slice -> Response.json(200, Shown.of(activity.read(caller.person(), slice)))
                                .header("cache-control", "private, no-store")));
    }

    /** A page of events on the wire. */
    record Shown(List<Item> items, Optional<String> next) {
        static Shown of(Page<ReadActivity.Entry> page) {
            return new Shown(page.items().stream().map(Item::of).toList(), page.next());
        }
    }

    /** One event on the wire. */
    record Item(
            String id,
            String type,
            String at,
            Optional<String> session,
            Optional<String> device,
            Map<String, String> details) {
        static Item of(ReadActivity.Entry entry) {
            AuditEvent event = entry.event();
            return new Item(
                    event.id().toString(),
                    event.kind().wireName(),
                    event.at().toString(),
                    event.session().map(SessionId::toString),
                    entry.device(),
                    details(entry));
        }

        private static Map<String, String> details(ReadActivity.Entry entry) {
            var details = new TreeMap<>(entry.event().details());
            entry.file().ifPresent(name -> details.put("name", name));
            return details;
        }
    }
}
