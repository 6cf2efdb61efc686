package dev.sallyport.app.imports;

import dev.sallyport.auth.password.ImportedHash;
import dev.sallyport.domain.arrival.Arrival;
import dev.sallyport.domain.arrival.ArrivalStore.Received;
import dev.sallyport.domain.arrival.ReceivePeople;
import dev.sallyport.domain.identity.Identity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Lets people in by the hundred, one transaction each, and counts them. */
final class Intake {
    /** A transaction of these holds the one writer of SQLite for some hundredths of a second. */
    private static final int TOGETHER = 500;

    private static final int MOST_LIKES = 100;

    private final Function<List<Arrival>, List<Received>> door;
    private final Consumer<Finding> findings;
    private final Progress progress;
    private final Instant now;
    private final List<Arriving> waiting = new ArrayList<>(TOGETHER);
    private final Map<String, Long> likes = new HashMap<>();
    private long added;
    private long here;
    private long refused;

    /**
     * @param door what keeps them, or says what would become of them
     * @param now when those are said to have come whose account says no time
     */
    Intake(Function<List<Arrival>, List<Received>> door, Consumer<Finding> findings, Progress progress, Instant now) {
        this.door = door;
        this.findings = findings;
        this.progress = progress;
        this.now = now;
    }

    void add(Arriving one) {
        waiting.add(one);
        if (waiting.size() == TOGETHER) {
            flush();
        }
    }

    /** Somebody who cannot be let in; why was told. */
    void refuse() {
        refused++;
        progress.passed(1);
    }

    void flush() {
        List<Received> received =
                door.apply(waiting.stream().map(Arriving::arrival).toList());
        for (int i = 0; i < waiting.size(); i++) {
            count(waiting.get(i), received.get(i));
        }
        progress.passed(waiting.size());
        waiting.clear();
    }

    private void liken(String like) {
        if (likes.containsKey(like) || likes.size() < MOST_LIKES) {
            likes.merge(like, 1L, Long::sum);
        }
    }

    private void count(Arriving one, Received received) {
        switch (received) {
            case Received.New(List<Identity> taken) -> {
                added++;
                one.arrival().password().map(ImportedHash::like).ifPresent(this::liken);
                taken.forEach(identity -> findings.accept(Finding.lost(
                        one.what(),
                        one.name(),
                        "federatedIdentities",
                        identity.upstream(),
                        "is linked to somebody else")));
            }
            case Received.Here() -> here++;
            case Received.Taken(var existing) -> {
                Instant created = one.arrival().person().created();
                boolean sameAge = existing.created().equals(created);
                if (one.dated() ? sameAge : !existing.created().equals(now)) {
                    here++;
                } else {
                    refused++;
                    findings.accept(Finding.lost(
                            one.what(),
                            one.name(),
                            "email",
                            one.dated()
                                    ? "the address belongs to another account here"
                                    : "the address stands in the file twice"));
                }
            }
        }
    }

    Came came() {
        return new Came(
                new ReceivePeople.Counts(added, here, refused),
                likes.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey));
    }
}
