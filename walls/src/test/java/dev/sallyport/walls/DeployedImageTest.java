package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolvedModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/docker}: what goes into the image, and whether its runtime has all that the program names. No engine builds it here. */
@Tag("slow")
class DeployedImageTest {
    private static final Path DOCKER = Repository.ROOT.resolve("deploy/docker");
    private static final Pattern COPY = Pattern.compile("(?m)^COPY (?:--from=(\\w+) )?(\\S+) \\S+$");
    private static final Pattern MODULES = Pattern.compile("(?m)^MODULES=(?:\\$MODULES,)?(\\S+)$");

    @TempDir
    Path folder;

    @Test
    void the_Dockerfile_is_one_and_copies_what_there_is() throws Exception {
        Path file = DOCKER.resolve("Dockerfile");
        Tool.Ran linted = Tool.node("node_modules/dockerfile-utils/bin/dockerfile-utils", "lint", file.toString());
        assertThat(linted.said()).isBlank();
        assertThat(linted.exit()).isZero();
        String text = Repository.read(file);
        Matcher copies = COPY.matcher(text);
        int count = 0;
        for (; copies.find(); count++) {
            if (copies.group(1) == null) {
                assertThat(Repository.ROOT.resolve(copies.group(2))).exists();
            } else {
                assertThat(text).contains(" AS " + copies.group(1), "package.sh " + copies.group(2));
            }
        }
        assertThat(count).isEqualTo(2);
        assertThat(text).contains("USER 10001:10001");
        Path wrong = Files.writeString(folder.resolve("Dockerfile"), "FROM debian\nCOPY alone\n");
        assertThat(Tool.node("node_modules/dockerfile-utils/bin/dockerfile-utils", "lint", wrong.toString())
                        .said())
                .contains("COPY requires");
    }

    @Test
    @Tag("long")
    void the_packed_runtime_has_every_module_that_the_program_and_its_parts_name() throws Exception {
        var named = new TreeSet<String>();
        Matcher lines = MODULES.matcher(Repository.read(DOCKER.resolve("package.sh")));
        while (lines.find()) {
            named.addAll(List.of(lines.group(1).split(",")));
        }
        assertThat(named).contains("java.base", "jdk.crypto.ec");
        Set<String> packed =
                Configuration.empty().resolve(ModuleFinder.ofSystem(), ModuleFinder.of(), named).modules().stream()
                        .map(ResolvedModule::name)
                        .collect(Collectors.toSet());
        String jdeps = Path.of(System.getProperty("java.home"), "bin", "jdeps").toString();
        Tool.Ran asked = Tool.run(
                folder, jdeps, "--ignore-missing-deps", "--list-deps", classes().toString());
        assertThat(asked.exit()).as(asked.said()).isZero();
        Set<String> needed = asked.said()
                .lines()
                .map(line -> line.strip().split("/")[0])
                .filter(name -> name.startsWith("java.") || name.startsWith("jdk."))
                .collect(Collectors.toSet());
        assertThat(needed).contains("java.sql", "java.naming");
        assertThat(packed).containsAll(needed);
    }

    /** The classes of the program and its parts, without what some say of themselves as modules: they run on the class path. */
    private Path classes() throws IOException {
        Path built = Repository.ROOT.resolve("app/target/sallyport");
        assumeTrue(Files.isDirectory(built.resolve("lib")), "the program is not built: " + built);
        Path classes = Files.createDirectory(folder.resolve("classes"));
        try (Stream<Path> all = Files.walk(built, 2)) {
            for (Path jar : all.filter(file -> file.toString().endsWith(".jar")).toList()) {
                unpack(jar, classes);
            }
        }
        return classes;
    }

    private static void unpack(Path jar, Path to) throws IOException {
        try (var zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                String name = entry.getName();
                if (name.endsWith(".class") && !name.endsWith("module-info.class") && !name.startsWith("META-INF/")) {
                    Path file = to.resolve(name);
                    Files.createDirectories(file.getParent());
                    try (InputStream content = zip.getInputStream(entry)) {
                        Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }
    }
}
