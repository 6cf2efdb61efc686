package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.audit.AuditFinding;
import dev.sallyport.domain.audit.AuditHead;
import dev.sallyport.kit.token.MasterKey;
import dev.sallyport.storage.sql.SqliteDatabase;
import dev.sallyport.testkit.Template;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody does by hand to the log in SQLite is found, and named. */
class AuditTamperingTest {
    /** A database whose schema stands, copied to where a test begins. */
    private static final Template EMPTY =
            new Template(file -> SqliteDatabase.open(file).close());

    @TempDir
    Path folder;

    private Stores stores;
    private AuditChain chain;

    /** Three seals, over the places 1 to 4, 5 to 8 and 9 to 12. */
    @BeforeEach
    void open() {
        stores = Stores.over(SqliteDatabase.open(EMPTY.at(file())));
        chain = new AuditChain(stores);
        for (int i = 0; i < 3; i++) {
            chain.append(4);
            chain.seal();
            chain.pass(Duration.ofHours(1));
        }
    }

    @AfterEach
    void close() {
        stores.close();
    }

    private Path file() {
        return folder.resolve("sallyport.db");
    }

    private void byHand(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                assertThat(statement.executeUpdate(sql)).as(sql).isNotNegative();
            }
        }
    }

    @Test
    void L17_an_untouched_log_is_intact() {
        var said = chain.verify();
        assertThat(said.findings()).isEmpty();
        assertThat(said.walked().rows()).isEqualTo(12);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        kind = 'SIGNED_OUT'
        kind = 'nothing that we know'
        person = '00000000-0000-0000-0000-000000000001'
        person = ''
        session = 'x'
        address_day = '2026-11-24'
        address = 'x'
        details = '{}'
        details = 'no JSON'
        at = at + 1
        at = 'no time'
        id = '00000000-0000-0000-0000-000000000001'
        id = 'no id'
        mac = 'x'
        mac = NULL
        """)
    void L17_a_row_changed_by_hand_is_named(String change) throws SQLException {
        byHand("UPDATE audit_event SET " + change + " WHERE place = 6");
        assertThat(chain.verify().findings())
                .filteredOn(AuditFinding.Changed.class::isInstance)
                .singleElement()
                .satisfies(finding -> {
                    var changed = (AuditFinding.Changed) finding;
                    assertThat(changed.row().place()).isEqualTo(6);
                    assertThat(changed.seal().number()).isEqualTo(2);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        DELETE FROM audit_event WHERE place = 6                        | Missing
        DELETE FROM audit_event WHERE place IN (5, 7)                  | Missing,Missing
        DELETE FROM audit_event WHERE place = 12                       | Missing
        DELETE FROM audit_event                                        | Missing,Missing,Missing
        UPDATE audit_event SET place = NULL WHERE place = 6            | Missing
        UPDATE audit_event SET place = 13 WHERE place = 6              | Missing,Inserted
        UPDATE audit_event SET place = -6 WHERE place = 6              | Missing,Inserted
        UPDATE audit_event SET place = 'six' WHERE place = 6           | Missing,Inserted
        DELETE FROM audit_seal WHERE number = 2                        | SealsMissing
        DELETE FROM audit_seal WHERE number = 3                        | Inserted,Inserted,Inserted,Inserted
        DELETE FROM audit_seal                                         | Inserted,Inserted,Inserted,Inserted,Inserted,Inserted,Inserted,Inserted,Inserted,Inserted,Inserted,Inserted
        UPDATE audit_seal SET mac = 'x' WHERE number = 2               | SealChanged,SealChanged
        UPDATE audit_seal SET at = at + 1 WHERE number = 2             | SealChanged
        UPDATE audit_seal SET through = 0 WHERE number = 2             | SealChanged
        UPDATE audit_seal SET through = 9223372036854775807 WHERE number = 3 | SealChanged
        UPDATE audit_seal SET at = -9223372036854775808 WHERE number = 3     | SealChanged
        UPDATE audit_seal SET purged = 1, purged_mac = 'x' WHERE number = 1  | SealChanged,Inserted,Inserted,Inserted,Inserted
        """)
    void L17_what_is_removed_moved_or_sealed_by_hand_is_found(String sql, String found) throws SQLException {
        byHand(sql);
        assertThat(chain.verify().kinds()).containsExactlyElementsOf(Arrays.asList(found.split(",")));
    }

    @Test
    void L17_rows_that_change_places_are_both_named() throws SQLException {
        byHand(
                "UPDATE audit_event SET place = -1 WHERE place = 3",
                "UPDATE audit_event SET place = 3 WHERE place = 7",
                "UPDATE audit_event SET place = 7 WHERE place = -1");
        assertThat(chain.verify().findings())
                .filteredOn(AuditFinding.Changed.class::isInstance)
                .extracting(finding -> ((AuditFinding.Changed) finding).row().place())
                .containsExactly(3L, 7L);
    }

    @Test
    void L17_a_row_put_in_beside_another_is_found() throws SQLException {
        byHand("DROP INDEX audit_event_by_place", """
                INSERT INTO audit_event (id, kind, details, at, place, mac)
                SELECT 'zz', kind, details, at, place, mac FROM audit_event WHERE place = 6""");
        assertThat(chain.verify().kinds()).contains("Inserted");
    }

    @Test
    void L17_a_row_put_in_with_an_old_date_is_found_once_it_is_sealed() throws SQLException {
        byHand("""
                INSERT INTO audit_event (id, kind, details, at)
                SELECT 'forged', kind, details, at FROM audit_event WHERE place = 6""");
        assertThat(chain.verify().walked().waiting()).isEqualTo(1);
        chain.append(NOW.plus(Duration.ofHours(3)));
        chain.seal();
        assertThat(chain.verify().findings())
                .singleElement()
                .satisfies(finding -> assertThat(
                                ((AuditFinding.Backdated) finding).row().row().id())
                        .isEqualTo("forged"));
    }

    @Test
    void L17_an_end_that_was_cut_off_whole_is_found_by_the_head_that_was_noted() throws SQLException {
        Optional<AuditHead> head = chain.verify().walked().head();
        assertThat(AuditHead.parse(head.orElseThrow().toString())).isEqualTo(head);
        byHand("DELETE FROM audit_event WHERE place > 8", "DELETE FROM audit_seal WHERE number > 2");
        assertThat(chain.verify().findings()).isEmpty();
        assertThat(chain.verify(head).kinds()).containsExactly("HeadGone");
        chain.append(4);
        chain.seal();
        assertThat(chain.verify(head).kinds()).containsExactly("HeadGone");
    }

    @Test
    void L17_sealing_goes_on_behind_what_was_done_by_hand() throws SQLException {
        byHand("DELETE FROM audit_seal WHERE number = 3");
        chain.append(2);
        assertThat(chain.seal()).isEqualTo(2);
        assertThat(chain.verify().kinds()).isNotEmpty();
    }

    @Test
    void L17_who_has_another_key_cannot_make_the_chain() {
        var other = new byte[MasterKey.LENGTH];
        other[0] = 1;
        assertThat(chain.verify(Optional.empty(), new MasterKey(other, byte[]::new))
                        .kinds())
                .hasSize(15)
                .containsOnly("Changed", "SealChanged");
    }

    @Test
    void L17_the_house_purges_nothing_on_the_word_of_a_seal_that_was_changed() throws SQLException {
        byHand("UPDATE audit_seal SET last = 12 WHERE number = 1");
        chain.pass(Duration.ofDays(60));
        assertThat(chain.purge(Duration.ofDays(30))).isZero();
        assertThat(chain.verify().kinds()).contains("SealChanged");
    }

    @Test
    void L17_a_row_that_comes_back_after_its_purge_is_found() throws SQLException {
        chain.pass(Duration.ofDays(60));
        assertThat(chain.purge(Duration.ofDays(30))).isEqualTo(12);
        assertThat(chain.verify().findings()).isEmpty();
        byHand("INSERT INTO audit_event (id, kind, details, at, place) VALUES ('back', 'SIGNED_IN', '{}', 1, 6)");
        assertThat(chain.verify().kinds()).containsExactly("Inserted");
    }

    @Test
    void L17_ten_thousand_untouched_rows_are_intact_and_one_changed_among_them_is_named() throws SQLException {
        chain.append(10_000);
        assertThat(chain.seal()).isEqualTo(10_000);
        var said = chain.verify();
        assertThat(said.findings()).isEmpty();
        assertThat(said.walked().rows()).isEqualTo(10_012);
        byHand("UPDATE audit_event SET details = '{}' WHERE place = 7654");
        assertThat(chain.verify().kinds()).containsExactly("Changed");
    }
}
