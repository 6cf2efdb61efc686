package dev.sallyport.worker.hook;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.audit.TellSubscribers;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler;
import dev.sallyport.kit.fetch.Fetched;
import dev.sallyport.kit.fetch.Post;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.trace.TracedCalls;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Tells a server of an event, signed so that it knows who speaks. The message is the same each time it is tried, and so is its id,
 * by which the receiver knows one that came twice; its timestamp is that of the try.
 */
public final class SendWebhook implements JobHandler {
    private static final String JSON = "application/json";

    private final Map<String, Webhook> hooks;
    private final Post post;
    private final InstantSource clock;

    /** @param post refuses addresses that are not public (T05) */
    public SendWebhook(List<Webhook> hooks, Post post, InstantSource clock) {
        this.hooks = hooks.stream().collect(Collectors.toUnmodifiableMap(Webhook::id, hook -> hook));
        this.post = post;
        this.clock = clock;
    }

    private record Message(String type, String timestamp, Data data) {}

    private record Data(String id, Optional<String> person, Optional<String> session, Map<String, String> details) {}

    @Override
    public Result run(Job job) {
        Webhook hook = hooks.get(job.payload().getOrDefault("subscriber", ""));
        if (hook == null) {
            return new Result.Dead("no webhook of the configuration has this name any more");
        }
        byte[] body = Json.bytes(message(job.payload()));
        return switch (post.post(hook.url().toString(), JSON, signed(hook, job, body), body)) {
            case Fetched.Got got -> new Result.Done();
            case Fetched.Refused(String reason) -> new Result.Retry("webhook " + hook.id() + ": " + reason);
        };
    }

    private static Message message(Map<String, String> payload) {
        var details = new TreeMap<String, String>();
        payload.forEach((name, value) -> {
            if (name.startsWith(TellSubscribers.DETAIL)) {
                details.put(name.substring(TellSubscribers.DETAIL.length()), value);
            }
        });
        return new Message(
                payload.getOrDefault("type", ""),
                payload.getOrDefault("at", ""),
                new Data(
                        payload.getOrDefault("event", ""),
                        Optional.ofNullable(payload.get("person")),
                        Optional.ofNullable(payload.get("session")),
                        details));
    }

    @Spec("Standard Webhooks §Webhook metadata")
    private Headers signed(Webhook hook, Job job, byte[] body) {
        long now = clock.instant().getEpochSecond();
        String id = "msg_" + job.id();
        String signatures = hook.secrets().stream()
                .map(secret -> secret.sign(id, now, body))
                .collect(Collectors.joining(" "));
        return TracedCalls.told(Headers.NONE
                .with("webhook-id", id)
                .with("webhook-timestamp", Long.toString(now))
                .with("webhook-signature", signatures));
    }
}
