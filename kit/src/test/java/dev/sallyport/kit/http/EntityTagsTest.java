package dev.sallyport.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
        RFC 9110 §8.8.3.2 strong: equal and not weak | "1"        | true  | true
        RFC 9110 §8.8.3.2 weak counts when weak      | W/"1"      | false | true
        RFC 9110 §8.8.3.2 another tag                | "2"        | false | false
        RFC 9110 §13.1.1 one of several              | "2", "1"   | true  | true
        RFC 9110 §13.1.1 any                         | *          | true  | true
        without quotes it is none                    | 1          | false | false
        nothing                                      | ''         | false | false
        """)
    void tags_are_compared_by_the_clause(String clause, String field, boolean strong, boolean weak) {
        assertThat(EntityTags.match(List.of(field), "\"1\"", false)).as(clause).isEqualTo(strong);
        assertThat(EntityTags.match(List.of(field), "\"1\"", true)).as(clause).isEqualTo(weak);
    }
}
