package dev.sallyport.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.Secret;
import dev.sallyport.storage.sql.DatabaseSettings.Parsed;
import dev.sallyport.storage.sql.DatabaseSettings.Postgresql;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms of {@code database}, as libpq reads them too. */
class DatabaseUrlTest {
    private static Parsed parsed(String url) {
        return DatabaseSettings.parse(url, Path.of("data"), Optional.empty());
    }

    private static Postgresql read(String url) {
        if (parsed(url) instanceof Parsed.Valid(Postgresql postgresql)) {
            return postgresql;
        }
        throw new AssertionError(url + " was not understood");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgresql://u@h/n                     | jdbc:postgresql://h:5432/n
            postgres://u@h:1/n                     | jdbc:postgresql://h:1/n
            postgresql://u:p@h1:1,h2,h3:3/n        | jdbc:postgresql://h1:1,h2:5432,h3:3/n
            postgresql://u@[::1]:5433/n            | jdbc:postgresql://[::1]:5433/n
            postgresql://u@h/n?sslmode=require     | jdbc:postgresql://h:5432/n
            postgresql://u@h/n?target_session_attrs=read-write | jdbc:postgresql://h:5432/n
            """)
    void forms_that_are_understood(String url, String jdbc) {
        assertThat(read(url).jdbcUrl()).isEqualTo(jdbc);
    }

    @Test
    void user_and_password_are_unescaped_and_the_password_is_not_shown() {
        Postgresql settings = read("postgres://sally%40port:p%40s%2Fs+%25@db:5432/sallyport");
        assertThat(settings.user()).isEqualTo("sally@port");
        assertThat(settings.password().map(Secret::reveal)).contains("p@s/s+%");
        assertThat(settings.toString()).isEqualTo("postgresql://sally@port@db:5432/sallyport");
    }

    @Test
    void a_password_from_a_file_goes_before_one_in_the_url() {
        var parsed = DatabaseSettings.parse("postgresql://u:one@h/n", Path.of("data"), Optional.of(Secret.of("two")));
        assertThat(parsed)
                .isInstanceOfSatisfying(
                        Parsed.Valid.class,
                        valid -> assertThat(((Postgresql) valid.settings())
                                        .password()
                                        .map(Secret::reveal))
                                .contains("two"));
    }

    @Test
    void encryption_goes_to_the_driver_and_to_the_programs() {
        Postgresql settings = read("postgresql://u@a:1,b:2/n?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem");
        assertThat(settings.forDriver()).isEqualTo(Map.of("sslmode", "verify-full", "sslrootcert", "/etc/ca.pem"));
        assertThat(settings.forPrograms())
                .containsEntry("PGSSLMODE", "verify-full")
                .containsEntry("PGSSLROOTCERT", "/etc/ca.pem")
                .containsEntry("PGHOST", "a,b")
                .containsEntry("PGPORT", "1,2")
                .containsEntry("PGTARGETSESSIONATTRS", "read-write");
        assertThat(read("postgresql://u@h/n?sslmode=verify-full&sslrootcert=system")
                        .forDriver())
                .containsEntry("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        assertThat(read("postgresql://u@h/n").forDriver()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mysql://u@h/n                                       | postgresql://
            postgresql://h/n                                    | postgresql://
            postgresql://u@h                                    | postgresql://
            postgresql://u@h/                                   | postgresql://
            postgresql://u@/n                                   | postgresql://
            postgresql://u@h:0/n                                | postgresql://
            postgresql://u@h:99999/n                            | postgresql://
            postgresql://u@h1,,h2/n                             | postgresql://
            postgresql://u@h/n/m                                | postgresql://
            postgresql://u@h/n#x                                | postgresql://
            postgresql://u%zz@h/n                               | postgresql://
            postgresql://u@%2Fvar%2Frun/n                       | postgresql://
            postgresql://u@h/n?sslmode=verify_full              | verify-full
            postgresql://u@h/n?sslmode                          | verify-full
            postgresql://u@h/n?sslrootcert=/etc/ca.pem          | sslmode=verify-full
            postgresql://u@h/n?sslmode=require&sslrootcert=/c   | sslmode=verify-full
            postgresql://u@h/n?target_session_attrs=standby     | read-write
            postgresql://u@h/n?socketTimeout=0                  | no other options
            """)
    void what_is_not_understood_is_refused(String url, String expected) {
        assertThat(parsed(url))
                .isInstanceOfSatisfying(
                        Parsed.Invalid.class,
                        invalid -> assertThat(invalid.expected()).contains(expected));
    }
}
