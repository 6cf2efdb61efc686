package dev.sallyport.app.imports;

import dev.sallyport.domain.arrival.ReceivePeople;
import java.util.Optional;

/**
 * What an import came to.
 *
 * @param hashesLike what the hash of most who are new looks like, with nobody's salt and tag; empty where none had one
 */
public record Came(ReceivePeople.Counts counts, Optional<String> hashesLike) {}
