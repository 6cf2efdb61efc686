package dev.sallyport.worker.hook;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.audit.Subscription;
import java.net.URI;
import java.util.List;

/**
 * A server that is told of events.
 *
 * @param secrets the one that signs, and while it is exchanged the one before it: each signs every message
 */
@Spec("Standard Webhooks §Signature scheme")
public record Webhook(Subscription subscription, URI url, List<HookSecret> secrets) {
    public Webhook {
        secrets = List.copyOf(secrets);
    }

    public String id() {
        return subscription.id();
    }
}
