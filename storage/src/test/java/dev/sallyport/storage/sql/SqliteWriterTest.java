package dev.sallyport.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to those who are written together. */
class SqliteWriterTest {
    private static final int WAITING = 20;

    @TempDir
    Path folder;

    private SqliteWriter writer;

    @BeforeEach
    void open() throws SQLException {
        Handle handle = connect();
        handle.change("CREATE TABLE mark (name TEXT PRIMARY KEY, note TEXT NOT NULL)");
        writer = new SqliteWriter(handle, WAITING, Duration.ofMillis(50), DatabaseWatch.NOBODY);
    }

    private Handle connect() throws SQLException {
        return new Handle(DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("marks.db")), Dialect.SQLITE);
    }

    @AfterEach
    void close() throws Exception {
        writer.close();
    }

    private static Work<Integer> mark(String name) {
        return handle -> handle.change("INSERT INTO mark (name, note) VALUES (?, 'noted')", name);
    }

    private List<String> marks() throws SQLException {
        try (Handle handle = connect()) {
            return handle.all("SELECT name FROM mark ORDER BY name", Row::text);
        }
    }

    /** Holds the writer until the latch opens, so that whatever is submitted meanwhile makes one group. */
    private CountDownLatch hold() throws InterruptedException {
        var held = new CountDownLatch(1);
        var open = new CountDownLatch(1);
        var first = writer.submit(handle -> {
            held.countDown();
            try {
                return open.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new SQLException(e);
            }
        });
        assertThat(held.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(first).isNotDone();
        return open;
    }

    @Test
    void T50_of_a_group_those_who_fail_undo_only_themselves() throws Exception {
        var runs = new AtomicInteger();
        CountDownLatch open = hold();
        var good = new ArrayList<CompletableFuture<Integer>>();
        for (int i = 0; i < 5; i++) {
            String name = "good " + i;
            good.add(writer.submit(handle -> {
                runs.incrementAndGet();
                return mark(name).in(handle);
            }));
        }
        var ownFault = writer.<Integer>submit(handle -> {
            mark("half").in(handle);
            throw new IllegalStateException("changed its mind");
        });
        var refused = writer.<Integer>submit(handle -> {
            mark("other half").in(handle);
            return handle.change("INSERT INTO mark (name, note) VALUES ('bad', NULL)");
        });
        var last = writer.submit(mark("last"));
        open.countDown();
        assertThat(last.get(60, TimeUnit.SECONDS)).isOne();
        assertThat(good)
                .allSatisfy(
                        future -> assertThat(future.get(60, TimeUnit.SECONDS)).isOne());
        assertThatThrownBy(ownFault::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(refused::join).hasCauseInstanceOf(SQLException.class);
        assertThat(runs).as("one group, tried once").hasValue(5);
        assertThat(marks()).containsExactly("good 0", "good 1", "good 2", "good 3", "good 4", "last");
    }

    @Test
    void T50_a_group_that_is_lost_as_a_whole_is_tried_one_by_one() throws Exception {
        CountDownLatch open = hold();
        var before = writer.submit(mark("before"));
        var breaks = writer.<Integer>submit(handle -> {
            mark("half").in(handle);
            // As SQLite does by itself on a full disk: the whole transaction is gone, savepoints and all.
            handle.change("ROLLBACK");
            throw new SQLException("the disk is full");
        });
        var after = writer.submit(mark("after"));
        open.countDown();
        assertThat(before.get(60, TimeUnit.SECONDS)).isOne();
        assertThat(after.get(60, TimeUnit.SECONDS)).isOne();
        assertThatThrownBy(breaks::join).hasCauseInstanceOf(SQLException.class);
        assertThat(marks()).containsExactly("after", "before");
    }

    @Test
    void T43_who_finds_the_queue_full_is_told_so_and_the_others_are_written() throws Exception {
        CountDownLatch open = hold();
        var accepted = new ArrayList<CompletableFuture<Integer>>();
        for (int i = 0; i < WAITING; i++) {
            accepted.add(writer.submit(mark("mark " + i)));
        }
        assertThatThrownBy(() -> writer.submit(mark("too many")))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining("too many writes");
        open.countDown();
        assertThat(accepted)
                .allSatisfy(
                        future -> assertThat(future.get(60, TimeUnit.SECONDS)).isOne());
        assertThat(marks()).hasSize(WAITING).doesNotContain("too many");
    }

    @Test
    void nobody_learns_of_success_before_the_commit() throws Exception {
        CountDownLatch open = hold();
        var first = writer.submit(mark("first"));
        var gate = new CountDownLatch(1);
        var reached = new CountDownLatch(1);
        var second = writer.<Integer>submit(handle -> {
            reached.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new SQLException(e);
            }
            return 2;
        });
        open.countDown();
        assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(first).as("run, but its group is not committed").isNotDone();
        gate.countDown();
        assertThat(second.get(60, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(first).isCompletedWithValue(1);
    }

    @Test
    void T50_what_was_accepted_before_closing_is_written_and_nobody_waits_for_ever() throws Exception {
        var told = new AtomicInteger();
        var refused = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 8; t++) {
            int number = t;
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 200; i++) {
                    try {
                        writer.submit(mark(number + " " + i)).get(60, TimeUnit.SECONDS);
                        told.incrementAndGet();
                    } catch (DatabaseUnavailable closed) {
                        refused.incrementAndGet();
                    } catch (ExecutionException e) {
                        assertThat(e).hasCauseInstanceOf(DatabaseUnavailable.class);
                        refused.incrementAndGet();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
            }));
        }
        writer.submit(mark("now")).join();
        writer.close();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(told.get() + refused.get()).isEqualTo(1_600);
        assertThat(refused).hasPositiveValue();
        assertThat(marks()).hasSize(told.get() + 1);
        assertThatThrownBy(() -> writer.submit(mark("late")))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining("closed");
    }
}
