package dev.sallyport.gateway.tls;

import dev.sallyport.kit.engine.CertifiedKey;
import dev.sallyport.kit.json.Bound.Mistake;
import java.util.List;

/** Where the gateway's certificates come from. It is asked at the start and every few seconds from then on. */
@FunctionalInterface
public interface CertificateSource {
    Loaded load();

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
