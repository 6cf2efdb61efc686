package dev.sallyport.gateway.tls;

import dev.sallyport.kit.engine.CertifiedKey;
import dev.sallyport.kit.engine.Tls;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.json.Bound.Mistake;
import java.util.List;
import java.util.Optional;

/** Where the gateway's certificates come from. It is asked at the start and every few seconds from then on. */
@FunctionalInterface
public interface CertificateSource {
    Loaded load();

    /** Begins what it does beside being asked, once the street is listened on with {@code tls}. */
    default void start(Tls tls) {}

    /** What the unencrypted port answers: the source's own affairs, and all else as {@code inner} does. */
    default Handler unencrypted(Handler inner) {
        return inner;
    }

    /** Why the street will soon have no good certificate, where that is so. */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    /** Ends what was begun. */
    default void close() {}

    /** What is there at this moment. */
    sealed interface Loaded {
        /**
         * @param keys at least one
         * @param warnings what works but should not stay so
         */
        record Good(List<CertifiedKey> keys, List<String> warnings) implements Loaded {
            public Good {
                keys = List.copyOf(keys);
                warnings = List.copyOf(warnings);
            }
        }

        /** @param mistakes at least one, each with the key of the configuration that leads to it */
        record Bad(List<Mistake> mistakes) implements Loaded {
            public Bad {
                mistakes = List.copyOf(mistakes);
            }
        }
    }
}
