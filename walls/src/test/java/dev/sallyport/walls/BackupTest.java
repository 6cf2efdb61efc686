package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.walls.CommandLine.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy is taken while people sign up, everything is lost, and the copy brings back whoever had signed up before. */
@Tag("slow")
class BackupTest {
    private static final String PASSWORD = "a long enough password";

    @TempDir
    Path folder;

    private final Map<String, Long> registered = new ConcurrentHashMap<>();

    @Test
    void T50_a_copy_of_sqlite_taken_under_load_brings_back_everybody_who_was_there() throws Exception {
        walk("", Map.of());
        elsewhere("", Map.of());
    }

    @Test
    @Tag("long")
    void T50_a_copy_of_postgresql_taken_under_load_brings_back_everybody_who_was_there() throws Exception {
        try (var postgres = DebianPostgres.start()) {
            String path = postgres.programs() + ":" + System.getenv("PATH");
            walk("database: " + postgres.database("sallyport") + "\n", Map.of("PATH", path));
            elsewhere("database: " + postgres.database("trial") + "\n", Map.of("PATH", path));
            Ended without = new CommandLine(folder)
                    .run(Map.of("PATH", ""), "backup", "-o", folder.resolve("x").toString());
            assertThat(without.exit()).isEqualTo(1);
            assertThat(without.text()).contains("pg_dump is not on the path").contains("postgresql-client");
        }
    }

    private void walk(String database, Map<String, String> environment) throws Exception {
        Path copy = folder.resolve("copy");
        var line = new CommandLine(folder);
        long taken;
        try (var house = RunningHouse.start(folder, RunningHouse.GENEROUS + database)) {
            taken = copyUnderLoad(house, line, environment, copy);
            Ended beside = line.run(environment, "restore", copy.toString(), "--force");
            assertThat(beside.exit()).isEqualTo(3);
            assertThat(beside.text()).contains("another Sallyport is running");
            house.stop();
            spoil(copy, line, environment);
            assertThat(line.run(environment, "restore", copy.toString()).text())
                    .contains("is there already")
                    .contains("--force");
            Ended restored = line.run(environment, "restore", copy.toString(), "--force");
            assertThat(restored.exit()).as(restored.text()).isZero();

            house.begin();
            long back = 0;
            try (var caller = new Caller(house)) {
                for (var person : registered.entrySet()) {
                    boolean there =
                            caller.loginMobile(person.getKey(), PASSWORD).status() == 200;
                    back += there ? 1 : 0;
                    assertThat(there || person.getValue() >= taken)
                            .as("%s had registered before the copy began", person.getKey())
                            .isTrue();
                }
            }
            assertThat(back).isGreaterThan(2).isLessThan(registered.size());
        }
        assertThat(line.run(environment, "audit", "verify").exit()).isZero();
    }

    /** On another machine, where nothing is but the key. */
    private void elsewhere(String database, Map<String, String> environment) throws Exception {
        Path trial = Files.createDirectory(folder.resolve("trial"));
        Files.writeString(trial.resolve("sallyport.yaml"), RunningHouse.GENEROUS + database);
        var line = new CommandLine(trial);
        String copy = folder.resolve("copy").toString();
        Ended keyless = line.run(environment, "restore", copy);
        assertThat(keyless.exit()).isEqualTo(1);
        assertThat(keyless.text()).contains("master.key is not there");
        Files.createDirectory(trial.resolve("data"));
        Files.copy(folder.resolve("data/master.key"), trial.resolve("data/master.key"));
        Ended restored = line.run(environment, "restore", copy);
        assertThat(restored.exit()).as(restored.text()).isZero();
        for (String email : new String[] {RunningHouse.ADMIN, "person0@example.org"}) {
            Ended shown = line.run(environment, "user", "show", email);
            assertThat(shown.exit()).as(shown.text()).isZero();
        }
    }

    /** The moment before the copy was begun; people go on after it was whole. */
    private long copyUnderLoad(RunningHouse house, CommandLine line, Map<String, String> environment, Path copy)
            throws Exception {
        var goOn = new AtomicBoolean(true);
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var coming = people.submit(() -> register(house, goOn));
            await(3);
            long taken = System.nanoTime();
            try {
                Ended ended = line.run(environment, "backup", "--output", copy.toString());
                assertThat(ended.exit()).as(ended.text()).isZero();
                assertThat(ended.text())
                        .contains("read back and whole")
                        .contains("master.key")
                        .contains("NOT in it");
                assertThat(line.run(environment, "backup", "--output", copy.toString())
                                .exit())
                        .as("a file that is there is not written over")
                        .isEqualTo(2);
                await(registered.size() + 2);
            } finally {
                goOn.set(false);
            }
            assertThat(coming.get()).isTrue();
            return taken;
        }
    }

    private boolean register(RunningHouse house, AtomicBoolean goOn) {
        try (var caller = new Caller(house)) {
            for (int i = 0; goOn.get(); i++) {
                String email = "person" + i + "@example.org";
                assertThat(caller.register(email, PASSWORD, "Somebody").status())
                        .isEqualTo(202);
                registered.put(email, System.nanoTime());
            }
            return true;
        }
    }

    private void await(int many) throws InterruptedException {
        for (int i = 0; i < 600 && registered.size() < many; i++) {
            Thread.sleep(50);
        }
        assertThat(registered).hasSizeGreaterThanOrEqualTo(many);
    }

    /** Files that are no whole copies of this installation are refused, and nothing is changed. */
    private void spoil(Path copy, CommandLine line, Map<String, String> environment)
            throws IOException, InterruptedException {
        byte[] whole = Files.readAllBytes(copy);
        Path half = Files.write(folder.resolve("half"), Arrays.copyOf(whole, whole.length / 2));
        Path head = Files.write(folder.resolve("head"), Arrays.copyOf(whole, 64));
        Path foreign = Files.writeString(folder.resolve("foreign"), "GIF89a, which is no database");
        Path empty = Files.createFile(folder.resolve("empty"));
        for (Path useless : new Path[] {half, head, foreign, empty}) {
            Ended refused = line.run(environment, "restore", useless.toString(), "--force");
            assertThat(refused.exit()).as("%s: %s", useless, refused.text()).isEqualTo(1);
            assertThat(refused.text()).contains("Nothing was changed").doesNotContain("mistake of the program");
        }
        Path key = folder.resolve("data/master.key");
        byte[] own = Files.readAllBytes(key);
        byte[] another = own.clone();
        another[0] ^= 1;
        Files.write(key, another);
        assertThat(line.run(environment, "restore", copy.toString(), "--force").text())
                .contains("is not the one that")
                .contains("Nothing was changed");
        Files.write(key, own);
    }
}
