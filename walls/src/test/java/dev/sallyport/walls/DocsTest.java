package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sallyport.domain.Spec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say is so: they name files that exist, every lesson has code and test, every clause a test. */
class DocsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern CODE_PATH = Pattern.compile(
            "`((?:domain|kit|storage|servers|app|walls|docs|deploy|examples)/[\\w./-]+\\.\\w+)(?:#\\w+)?`");

    @Test
    void every_link_and_every_path_in_the_documents_leads_somewhere() {
        var broken = new TreeSet<String>();
        for (Path document : Repository.files(".md")) {
            String text = Repository.read(document);
            LINK.matcher(text)
                    .results()
                    .map(m -> m.group(1))
                    .filter(link -> !link.contains(":"))
                    .filter(link -> !Files.exists(document.resolveSibling(link)))
                    .forEach(link -> broken.add(document.getFileName() + " → " + link));
            CODE_PATH
                    .matcher(text)
                    .results()
                    .map(m -> m.group(1))
                    .filter(path -> !Files.exists(Repository.ROOT.resolve(path)))
                    .forEach(path -> broken.add(document.getFileName() + " → " + path));
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void every_lesson_is_indexed_with_code_and_test() {
        String lessons = Repository.read(Repository.ROOT.resolve("docs/lessons.md"));
        var missing = IntStream.rangeClosed(1, 29)
                .mapToObj("L%02d"::formatted)
                .filter(id -> lessons.lines().noneMatch(line -> line.contains(id) && isIndexed(line)))
                .toList();
        assertThat(missing).as("lessons without code and test").isEmpty();
    }

    /** Code and test are named, or it is said that they are not there yet. */
    private static boolean isIndexed(String line) {
        return line.contains("**not yet**") || CODE_PATH.matcher(line).results().count() >= 2;
    }

    @Test
    void the_map_of_clauses_is_up_to_date_and_says_which_a_test_names() throws Exception {
        var clauses = clauses();
        assertThat(clauses).hasSizeGreaterThan(10);
        String tests = Repository.files(".java").stream()
                .filter(p -> p.toString().contains("/src/test/"))
                .map(Repository::read)
                .collect(Collectors.joining("\n"));
        String map = clauses.entrySet().stream()
                .map(e -> "| " + e.getKey() + " | " + String.join(", ", e.getValue()) + " | "
                        + (tests.contains(e.getKey()) ? "yes" : "not yet") + " |\n")
                .collect(Collectors.joining(
                        "",
                        "# Clauses and where they are enforced\n\n| clause | enforced by | named by a test |\n|---|---|---|\n",
                        ""));
        Files.writeString(Repository.ROOT.resolve("walls/target/spec-map.md"), map);
        assertThat(map.lines().filter(line -> line.endsWith("| not yet |")))
                .as("clauses that no test names")
                .isEmpty();
        Path written = Repository.ROOT.resolve("docs/spec-map.md");
        assertThat(Files.exists(written) ? Repository.read(written) : "")
                .as("docs/spec-map.md; copy walls/target/spec-map.md over it")
                .isEqualTo(map);
    }

    private static Map<String, Set<String>> clauses() {
        var clauses = new TreeMap<String, Set<String>>();
        var classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.sallyport");
        for (var type : classes) {
            Stream.concat(
                            specs(type.reflect().getAnnotationsByType(Spec.class)),
                            Stream.of(type.reflect().getDeclaredMethods())
                                    .flatMap(m -> specs(m.getAnnotationsByType(Spec.class))))
                    .forEach(clause -> clauses.computeIfAbsent(clause, c -> new TreeSet<>())
                            .add("`" + type.getName() + "`"));
        }
        return clauses;
    }

    private static Stream<String> specs(Spec... specs) {
        return Stream.of(specs).map(Spec::value);
    }

    @Test
    void no_document_or_source_names_a_registry_host() {
        List<String> hosts =
                List.of("registry." + "npmjs", "repo1." + "maven", "repo.maven" + ".apache", "deb.debian" + ".org");
        var named = Stream.of(".md", ".java", ".json", ".xml", ".properties", ".ts", ".tsx", ".yaml", ".npmrc")
                .flatMap(ending -> Repository.files(ending).stream())
                .filter(file -> hosts.stream().anyMatch(Repository.read(file)::contains))
                .map(Path::toString)
                .toList();
        assertThat(named).isEmpty();
    }

    @Test
    void no_source_file_has_outgrown_its_room() {
        var long_ = Repository.files(".java").stream()
                .filter(f -> f.toString().contains("/src/main/"))
                .filter(f -> Repository.read(f).lines().count() > 400)
                .map(f -> f.getFileName() + " has " + Repository.read(f).lines().count() + " lines")
                .toList();
        assertThat(long_).as("files over 400 lines").isEmpty();
    }
}
