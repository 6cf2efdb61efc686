package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.stream.Stream;

/** Reads a page for those who cannot see it, have no mouse, or hold a small telephone: WCAG 2.2, as far as a program can tell. */
final class Axe {
    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private Axe() {}

    /** What keeps somebody out, and whether the page sticks out of its window. */
    static Stream<String> complaints(Page page) {
        var results = new AxeBuilder(page).setLegacyMode(true).withTags(RULES).analyze();
        assertThat(results.getPasses()).as("axe read " + page.url()).hasSizeGreaterThan(5);
        Stream<String> found = results.getViolations().stream()
                .flatMap(rule -> rule.getNodes().stream()
                        .map(node -> rule.getId() + " " + node.getHtml() + " " + node.getFailureSummary()));
        boolean sticksOut = (Boolean) page.evaluate("document.documentElement.scrollWidth > innerWidth");
        return Stream.concat(found, sticksOut ? Stream.of("wider than the window") : Stream.empty());
    }
}
