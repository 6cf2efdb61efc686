package dev.sallyport.walls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Other people's programs, each run once to its end. */
final class Tool {
    /** What others think of the files in {@code deploy/}. */
    static final Path DEPLOYMENT = Repository.ROOT.resolve("walls/deployment");

    private Tool() {}

    /** What came of it; both outputs together. */
    record Ran(int exit, String said) {}

    /** Where it is; the test is skipped, and says so, where it is not on this machine. */
    static String here(String name) {
        Optional<Path> program = RunningProxy.program(name);
        assumeTrue(program.isPresent(), "there is no program " + name + " here");
        return program.get().toString();
    }

    static Ran run(Path in, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        return new Ran(process.exitValue(), said);
    }

    /** Node.js with the packages of {@link #DEPLOYMENT}, fetched once. */
    static Ran node(String... arguments) throws IOException, InterruptedException {
        String node = here("node");
        if (!Files.isDirectory(DEPLOYMENT.resolve("node_modules/yaml"))) {
            Ran npm = run(DEPLOYMENT, here("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            assumeTrue(npm.exit() == 0, "npm could not fetch what looks at deploy/: " + npm.said());
        }
        var command = new ArrayList<>(List.of(node));
        command.addAll(Arrays.asList(arguments));
        return run(DEPLOYMENT, command.toArray(String[]::new));
    }

    /** A command of the program under test, as {@code sallyport check --config FILE}. */
    static Ran sallyport(Path in, String... arguments) throws IOException, InterruptedException {
        return run(in, Program.command(arguments).toArray(String[]::new));
    }
}
