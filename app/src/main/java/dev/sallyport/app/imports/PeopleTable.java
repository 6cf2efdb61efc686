package dev.sallyport.app.imports;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.arrival.Arrival;
import dev.sallyport.domain.arrival.ArrivalStore.Received;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Brings in the people of a table as text (RFC 4180, UTF-8). A line that cannot be is told and left out; the others come. */
public final class PeopleTable {
    private static final List<String> COLUMNS =
            List.of("id", "email", "name", "password_hash", "email_verified", "roles", "created_at");

    /** Characters of one field. */
    private static final int LONGEST_FIELD = 1 << 16;

    private final RoleNames roles;
    private final Consumer<Finding> findings;
    private final Progress progress;
    private final RandomSource random;
    private final Instant now;

    /** @param now to the millisecond */
    public PeopleTable(
            RoleNames roles, Consumer<Finding> findings, Progress progress, RandomSource random, Instant now) {
        this.roles = roles;
        this.findings = findings;
        this.progress = progress;
        this.random = random;
        this.now = now;
    }

    /**
     * Reads the table once, from front to end.
     *
     * @throws Unreadable where its first line names other columns, or a quote never ends; who came before that stays
     */
    public Came bring(Path file, Function<List<Arrival>, List<Received>> door) throws IOException, Unreadable {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var intake = new Intake(door, findings, progress, now);
        try (var text = new BufferedReader(new InputStreamReader(Files.newInputStream(file), decoder));
                CsvReader<CsvRecord> reader = CsvReader.builder()
                        .allowUnclosedQuote(false)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .maxBufferSize(LONGEST_FIELD)
                        .ofCsvRecord(text);
                CloseableIterator<CsvRecord> lines = reader.iterator()) {
            if (!lines.hasNext()) {
                throw new Unreadable(file + " is empty");
            }
            List<String> columns = columns(file, lines.next().getFields());
            var people = new PeopleLines(columns, roles, findings, random, now);
            while (lines.hasNext()) {
                people.read(lines.next()).ifPresentOrElse(intake::add, intake::refuse);
            }
            intake.flush();
            return intake.came();
        } catch (CsvParseException | UncheckedIOException e) {
            intake.flush();
            throw new Unreadable(file + " cannot be read to its end: " + told(e) + "; of those before, "
                    + intake.came().counts().added() + " came, and a second run goes on from there");
        }
    }

    private static String told(RuntimeException e) {
        Throwable why = e.getCause() == null ? e : e.getCause();
        return why instanceof CharacterCodingException
                ? "it is not UTF-8"
                : Finding.seen(String.valueOf(why.getMessage()));
    }

    private static List<String> columns(Path file, List<String> first) throws Unreadable {
        List<String> columns =
                first.stream().map(name -> name.replace("\uFEFF", "").strip()).toList();
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!COLUMNS.contains(column)) {
                throw new Unreadable(file + ", line 1: there is no column " + Finding.seen(column) + "; there are "
                        + String.join(", ", COLUMNS));
            }
            if (!seen.add(column)) {
                throw new Unreadable(file + ", line 1: the column " + column + " is there twice");
            }
        }
        if (!seen.contains("email")) {
            throw new Unreadable(file + ", line 1: there must be a column email, for people sign in by it");
        }
        return columns;
    }
}
