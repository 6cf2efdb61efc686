package dev.sallyport.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.storage.sql.DatabaseWatch.Kind;
import dev.sallyport.storage.sql.DatabaseWatch.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedDatabaseTest {
    @TempDir
    private Path folder;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private WatchedDatabase database;

    @BeforeEach
    void open() {
        var watch = new DatabaseWatch() {
            @Override
            public void worked(Kind kind, Outcome outcome, long took) {
                told.add(kind + " " + outcome + " " + took);
            }

            @Override
            public void committed(int works) {
                told.add("committed " + works);
            }

            @Override
            public void triedAgain() {
                told.add("again");
            }

            @Override
            public void replicaAsked(boolean answered) {
                told.add("replica " + answered);
            }

            @Override
            public void replicaBehind(double seconds) {
                told.add("behind " + seconds);
            }
        };
        database = new WatchedDatabase(
                SqliteDatabase.open(folder.resolve("test.db"), watch), watch, () -> nanos.getAndAdd(7));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void every_piece_of_work_is_told_with_what_came_of_it() {
        assertThat(database.<Boolean>read(handle -> handle.any("SELECT 1"))).isTrue();
        database.write(handle -> handle.change("CREATE TABLE seen (id INTEGER)"));
        assertThat(told)
                .containsExactly(
                        Kind.READ + " " + Outcome.DONE + " 7", "committed 1", Kind.WRITE + " " + Outcome.DONE + " 7");
    }

    @Test
    void work_that_throws_is_undone_and_told_so() {
        assertThatThrownBy(() -> database.write(handle -> {
                    throw new IllegalStateException("its own");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(told).containsExactly(Kind.WRITE + " " + Outcome.UNDONE + " 7");
    }

    @Test
    void a_database_that_does_not_do_it_is_told_as_unavailable() {
        assertThatThrownBy(() -> database.read(handle -> handle.any("SELECT * FROM nowhere")))
                .isInstanceOf(DatabaseUnavailable.class);
        assertThat(told).containsExactly(Kind.READ + " " + Outcome.UNAVAILABLE + " 7");
    }

    @Test
    void it_says_for_a_minute_why_it_refused_a_write() {
        assertThat(database.refusal()).isEmpty();
        refused();
        assertThat(database.refusal().orElseThrow()).contains("nowhere");
        database.write(handle -> handle.change("CREATE TABLE seen (id INTEGER)"));
        assertThat(database.refusal()).as("another write was taken").isPresent();
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
        assertThat(database.refusal()).isEmpty();
    }

    private void refused() {
        assertThatThrownBy(() -> database.write(handle -> handle.change("DELETE FROM nowhere")))
                .isInstanceOf(DatabaseUnavailable.class);
    }

    @Test
    void it_says_how_busy_it_is_and_that_its_clock_is_this_machines() {
        Database.Load idle = database.load();
        assertThat(idle.connections()).isPositive();
        assertThat(idle.busy()).isZero();
        assertThat(idle.waiting()).isZero();
        int busy = database.read(handle -> database.load().busy());
        assertThat(busy).isOne();
        assertThat(database.clock()).isEmpty();
    }
}
