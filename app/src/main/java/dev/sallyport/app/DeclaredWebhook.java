package dev.sallyport.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A server that is told of events, as {@code sallyport.yaml} declares it.
 *
 * @param id its name, which stays when its address changes
 * @param events wire names such as {@code session.signed_in}, {@code account.*}, or {@code *}
 * @param secretFile the file of the secret that signs: {@code whsec_…}
 * @param previousSecretFile that of the secret before, while the receiver may still know that one only
 */
record DeclaredWebhook(String id, URI url, List<String> events, Path secretFile, Optional<Path> previousSecretFile) {
    DeclaredWebhook {
        events = List.copyOf(events);
    }

    /** What holds where a webhook leaves it out; all but the secret before is always said. */
    static DeclaredWebhook defaults() {
        return new DeclaredWebhook(null, null, List.of("*"), null, Optional.empty());
    }
}
