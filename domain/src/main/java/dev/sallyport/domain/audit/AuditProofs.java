package dev.sallyport.domain.audit;

import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.key.Sealer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the proofs of rows and seals, by a key that is not in the database: who can write there cannot make them. */
final class AuditProofs {
    /** Stands where the first seal has none before it. */
    private static final String BEGINNING = "";

    private final KeyedDigest digest;

    AuditProofs(Sealer sealer) {
        this.digest = new KeyedDigest(sealer.derive("audit-chain"));
    }

    /** The proof of a row at its place: the same row elsewhere has another. */
    String ofRow(AuditRow row, long place) {
        var parts = new ArrayList<String>();
        parts.add("row");
        parts.add(Long.toString(place));
        row.columns().forEach(column -> parts.add(column.map(text -> "+" + text).orElse("-")));
        return digest.of(parts.toArray(String[]::new));
    }

    /** The proof of a seal over the proofs of its rows and the seal before. */
    String ofSeal(Optional<AuditSeal> before, long number, long first, Instant through, Instant at, List<String> macs) {
        var parts = new ArrayList<String>();
        parts.add("seal");
        parts.add(before.map(AuditSeal::mac).orElse(BEGINNING));
        parts.add(Long.toString(number));
        parts.add(Long.toString(first));
        parts.add(through.toString());
        parts.add(at.toString());
        parts.addAll(macs);
        return digest.of(parts.toArray(String[]::new));
    }

    /** Whether the seal is over rows with these proofs and follows the one before. */
    boolean linked(Optional<AuditSeal> before, AuditSeal seal, List<String> macs) {
        return ofSeal(before, seal.number(), seal.first(), seal.through(), seal.at(), macs)
                .equals(seal.mac());
    }

    /** The proof that the rows of a seal were removed by the house. */
    String ofPurge(AuditSeal seal, Instant at) {
        return digest.of(
                "purge",
                Long.toString(seal.number()),
                Long.toString(seal.first()),
                Long.toString(seal.last()),
                seal.through().toString(),
                seal.at().toString(),
                seal.mac(),
                at.toString());
    }
}
