package dev.sallyport.resource.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.document.SortKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Keys sort as their values do, and as the bytes that a database keeps of them. */
class SortKeyTest {
    @Property
    void keys_of_numbers_sort_like_numbers(@ForAll double a, @ForAll double b) {
        assertThat(Integer.signum(SortKey.of(a).compareTo(SortKey.of(b))))
                .isEqualTo(Integer.signum(Double.compare(a + 0.0, b + 0.0)));
    }

    @Property
    void keys_of_texts_sort_like_their_characters(@ForAll @From("texts") String a, @ForAll @From("texts") String b) {
        int byCodePoint =
                Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
        assertThat(Integer.signum(SortKey.of(a).compareTo(SortKey.of(b)))).isEqualTo(Integer.signum(byCodePoint));
        assertThat(Integer.signum(Arrays.compareUnsigned(bytes(a), bytes(b)))).isEqualTo(Integer.signum(byCodePoint));
        assertThat(SortKey.of(a).only().has(SortKey.of(b))).isEqualTo(a.equals(b));
        assertThat(SortKey.of(a).above().has(SortKey.of(b))).isEqualTo(byCodePoint < 0);
        assertThat(SortKey.of(a).most().has(SortKey.of(b))).isEqualTo(byCodePoint >= 0);
        assertThat(SortKey.of(a).value()).doesNotContain("\u0000");
    }

    private static byte[] bytes(String text) {
        return SortKey.of(text).value().getBytes(StandardCharsets.UTF_8);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("\u0000", "\u0001", "\u0002", "a", "b", "é", "\uE000", "\uFFFD", "🗝", "𝒳")
                .list()
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
    }
}
