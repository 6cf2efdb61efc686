package dev.sallyport.app.imports;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.sallyport.auth.password.ImportedHash;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.arrival.Arrival;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.person.AccountState;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.PersonName;
import dev.sallyport.domain.person.Role;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Makes people of a table's lines, and tells what of a line cannot be, with its line and its column. */
final class PeopleLines {
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final List<String> columns;
    private final RoleNames roles;
    private final Consumer<Finding> findings;
    private final RandomSource random;
    private final Instant now;

    /** @param columns the columns' names, in order */
    PeopleLines(List<String> columns, RoleNames roles, Consumer<Finding> findings, RandomSource random, Instant now) {
        this.columns = List.copyOf(columns);
        this.roles = roles;
        this.findings = findings;
        this.random = random;
        this.now = now;
    }

    /** A field that cannot be, so that the line is left out. */
    private static final class NotTaken extends Exception {
        private static final long serialVersionUID = 1;
        private final String column;

        NotTaken(String column, String why) {
            super(why);
            this.column = column;
        }
    }

    /** The person, or empty where the line cannot be: that was told then. */
    Optional<Arriving> read(CsvRecord line) {
        String name = "line " + line.getStartingLineNumber();
        try {
            if (line.getFieldCount() != columns.size()) {
                throw new NotTaken("", "has another number of fields than line 1 names");
            }
            return Optional.of(person(line, name));
        } catch (NotTaken e) {
            findings.accept(Finding.lost("line", name, column(e.column), e.getMessage() + "; the line is left out"));
            return Optional.empty();
        }
    }

    private Arriving person(CsvRecord line, String name) throws NotTaken {
        EmailAddress email =
                EmailAddress.parse(field(line, "email")).orElseThrow(() -> new NotTaken("email", "is no mail address"));
        PersonName called = PersonName.parse(field(line, "name"))
                .orElseThrow(() -> new NotTaken("name", "must have at most 200 visible characters"));
        Optional<Instant> created = created(field(line, "created_at"));
        var held = new TreeSet<Role>();
        for (String role : field(line, "roles").split(" ")) {
            if (!role.isEmpty()) {
                roles.of(role, "line", name, column("roles"), findings).ifPresent(held::add);
            }
        }
        var person = new Person(
                id(field(line, "id")),
                email,
                verified(field(line, "email_verified")),
                called.value(),
                held,
                AccountState.ACTIVE,
                created.orElse(now));
        var arrival = new Arrival(person, hash(line, name), List.of());
        return new Arriving(arrival, "line", name, created.isPresent());
    }

    private PersonId id(String text) throws NotTaken {
        if (text.isEmpty()) {
            return new PersonId(random.uuid(now));
        }
        if (!UUID_FORM.matcher(text).matches() || UUID.fromString(text).equals(new UUID(0, 0))) {
            throw new NotTaken("id", "must be a UUID in small letters");
        }
        return PersonId.of(text);
    }

    private static boolean verified(String text) throws NotTaken {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0", "" -> false;
            default -> throw new NotTaken("email_verified", "must be true or false");
        };
    }

    private Optional<Instant> created(String text) throws NotTaken {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Instant time = text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
            if (time.isAfter(now) || time.isBefore(Instant.EPOCH)) {
                throw new NotTaken("created_at", "must be between 1970 and now");
            }
            return Optional.of(time.truncatedTo(ChronoUnit.MILLIS));
        } catch (DateTimeException e) {
            throw new NotTaken("created_at", "is no time; it is written 2026-11-24 or 2026-11-24T12:00:00Z");
        }
    }

    private Optional<PasswordHash> hash(CsvRecord line, String name) {
        String text = field(line, "password_hash");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return switch (ImportedHash.read(text)) {
            case ImportedHash.Read.Good(PasswordHash hash) -> Optional.of(hash);
            case ImportedHash.Read.Refused(String why) -> {
                findings.accept(Finding.lost(
                        "line",
                        name,
                        column("password_hash"),
                        "the hash " + why + "; the person came without it, and chooses a new password by letter"));
                yield Optional.empty();
            }
        };
    }

    private String field(CsvRecord line, String column) {
        int at = columns.indexOf(column);
        return at < 0 ? "" : line.getField(at).strip();
    }

    private String column(String name) {
        int at = columns.indexOf(name);
        return at < 0 ? name : name + " (column " + (at + 1) + ")";
    }
}
