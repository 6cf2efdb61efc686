package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.AuditFinding;
import dev.sallyport.domain.audit.AuditHead;
import dev.sallyport.domain.audit.PurgeAudit;
import dev.sallyport.domain.audit.SealAudit;
import dev.sallyport.domain.audit.VerifyAudit;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.kit.token.MasterKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Appends, seals and verifies on the stores of a test, at a time that the test sets. */
final class AuditChain {
    private static final RandomSource ZEROS = byte[]::new;
    private static final Sealer SEALER = new MasterKey(new byte[MasterKey.LENGTH], ZEROS);

    private final Stores stores;
    private Instant now = NOW;

    AuditChain(Stores stores) {
        this.stores = stores;
    }

    /** What a verification said. */
    record Said(List<AuditFinding> findings, VerifyAudit.Walked walked) {
        List<String> kinds() {
            return findings.stream()
                    .map(finding -> finding.getClass().getSimpleName())
                    .toList();
        }
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    AuditEvent append(Instant at) {
        var event = new AuditEvent(
                UUID.randomUUID(),
                AuditEvent.Kind.SIGNED_IN,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of("device", "a browser"),
                at);
        stores.audit().append(event);
        return event;
    }

    /** Appends as many events as that, a millisecond apart, the last of them now. */
    void append(int count) {
        for (int i = count; i > 0; i--) {
            append(now.minusMillis(i - 1L));
        }
    }

    int seal() {
        return new SealAudit(stores.seals(), SEALER, () -> now).seal();
    }

    int purge(Duration retention) {
        return new PurgeAudit(stores.seals(), SEALER, Optional.of(retention), () -> now).purge();
    }

    Said verify() {
        return verify(Optional.empty());
    }

    Said verify(Optional<AuditHead> head) {
        return verify(head, SEALER);
    }

    Said verify(Optional<AuditHead> head, Sealer sealer) {
        var findings = new ArrayList<AuditFinding>();
        var walked = new VerifyAudit(stores.seals(), sealer).verify(head, findings::add);
        return new Said(findings, walked);
    }
}
