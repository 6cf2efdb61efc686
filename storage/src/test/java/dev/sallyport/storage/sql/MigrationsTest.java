package dev.sallyport.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the names of migrations say. */
class MigrationsTest {
    @Test
    void every_migration_after_the_first_says_what_it_needs() {
        assertThat(Migrations.SHIPPED.getFirst()).startsWith("V1__");
        List<String> later = Migrations.SHIPPED.subList(1, Migrations.SHIPPED.size());
        assertThat(later).allSatisfy(name -> {
            assertThat(name).matches("V\\d+__needs_\\d+_[a-z0-9_]+\\.sql");
            int number = Migrations.shipped(name).number();
            assertThat(Migrations.needs(number, name.substring(name.indexOf("__") + 2)))
                    .isBetween(1, number);
        });
        assertThat(Migrations.SHIPPED.stream()
                        .map(name -> Migrations.shipped(name).number()))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            needs 5 add nickname       | 5
            needs_6_drop_name.sql      | 6
            add nickname               | 7
            it needs 5 or so           | 7
            needs five                 | 7
            needs 99999999999999 years | 7
            """)
    void a_migration_that_says_nothing_needs_a_program_that_knows_it(String description, int needed) {
        assertThat(Migrations.needs(7, description)).isEqualTo(needed);
    }
}
