package dev.sallyport.gateway.tls;

import dev.sallyport.kit.engine.CertifiedKey;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What came of an order. */
sealed interface AcmeOutcome {
    /** @param key with its certificate, which is for every name that was asked for */
    record Issued(CertifiedKey key) implements AcmeOutcome {}

    /**
     * @param why in words for an operator, where the authority is the subject
     * @param notBefore the authority wishes to hear nothing before
     */
    record Failed(Kind kind, String why, Optional<Instant> notBefore) implements AcmeOutcome {
        Failed(Kind kind, String why) {
            this(kind, why, Optional.empty());
        }

        Failed notBefore(Optional<Instant> time) {
            return new Failed(kind, why, time);
        }
    }

    /** Why there is none, in the few words that a counter bears. */
    enum Kind {
        /** The authority did not answer, or is not the one that it should be. */
        UNREACHABLE,
        /** It was not convinced that a host is ours. */
        UNPROVEN,
        /** It has given so many lately that it gives no more for now. */
        LIMITED,
        REFUSED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
