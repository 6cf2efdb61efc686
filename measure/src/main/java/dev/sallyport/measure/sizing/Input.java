package dev.sallyport.measure.sizing;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A number that goes into the calculation, with what it is where nobody says otherwise. */
enum Input {
    PEOPLE(Kind.ASSUMED, 1_000_000, "accounts"),
    DAILY(Kind.ASSUMED, 0.3, "share of them that comes in a day"),
    SIGN_INS(Kind.ASSUMED, 0.1, "sign-ins by password a day, by each who comes; the others are signed in still"),
    JOIN(Kind.ASSUMED, 0.001, "new accounts a day, as a share of all; each costs as much as a sign-in"),
    MINUTES(Kind.ASSUMED, 20, "minutes a day for which each who comes uses the product"),
    ACCESS(Kind.ASSUMED, 5, "minutes that an access token lives; one refresh for each such time of use"),
    REQUESTS(Kind.ASSUMED, 40, "requests to the API a day, by each who comes"),
    FILES(Kind.ASSUMED, 4, "small files read a day, by each who comes"),
    SERVICE_TOKENS(Kind.ASSUMED, 10, "client-credentials tokens a second, on average"),
    PEAK(Kind.ASSUMED, 3, "the busiest minutes to the average of a day"),
    BUSY(Kind.ASSUMED, 0.5, "share of a core that may be in use in the busiest minutes"),
    DEVICES(Kind.ASSUMED, 2, "sessions kept for an account, each with a family of refresh tokens"),
    AUDIT_DAYS(Kind.ASSUMED, 400, "days that events of the audit log stay (privacy.audit_retention)"),
    BLOAT(Kind.ASSUMED, 1.5, "a table that is written to, compared with the same freshly written"),
    FULL_PAGES(
            Kind.ASSUMED,
            1,
            "share of writing statements that put a whole page of 8 KiB into the WAL; 1 where tables are large and checkpoints frequent"),
    COPIES(Kind.ASSUMED, 3, "copies of the database: the primary, a replica, a backup"),
    PRIMARY_WRITES(Kind.ASSUMED, 10_000, "writing statements a second that one primary is trusted with"),
    PROCESS_GB(Kind.ASSUMED, 0.5, "GB of memory for a process of the program"),
    DATABASE_GB_PER_CORE(Kind.ASSUMED, 8, "GB of memory for each core of the database"),
    REDIS_KEYS(Kind.ASSUMED, 3, "keys in Redis for an address in use: one for each limit that fits"),
    REDIS_BYTES(Kind.MEASURED, 230, "bytes of Redis for a key, its place in the tables included"),
    PERSON_BYTES(Kind.MEASURED, 433, "bytes of a person with its indexes"),
    SESSION_BYTES(Kind.MEASURED, 406, "bytes of a session with its indexes"),
    FAMILY_BYTES(Kind.MEASURED, 523, "bytes of a family of refresh tokens with its indexes"),
    EVENT_BYTES(Kind.MEASURED, 552, "bytes of an event of the audit log with its indexes"),
    EVENTS(Kind.MEASURED, 1, "events of the audit log that a sign-in leaves"),
    CORE_HOUR(Kind.PRICE, 0.04, "a core for an hour"),
    MEMORY_GB_HOUR(Kind.PRICE, 0.005, "a GB of memory for an hour"),
    DISK_GB_MONTH(Kind.PRICE, 0.1, "a GB of disk for a month");

    private final Kind kind;
    private final double usual;
    private final String meaning;

    Input(Kind kind, double usual, String meaning) {
        this.kind = kind;
        this.usual = usual;
        this.meaning = meaning;
    }

    /** Where a number comes from. */
    enum Kind {
        ASSUMED("Assumed; yours will differ"),
        MEASURED("Measured; docs/guide/scale.md says how"),
        PRICE("Prices, in any currency");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** The input of an option such as {@code --sign-ins}. */
    static Optional<Input> of(String option) {
        return Stream.of(values())
                .filter(input -> input.option().equals(option))
                .findFirst();
    }

    String option() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Kind kind() {
        return kind;
    }

    double usual() {
        return usual;
    }

    String meaning() {
        return meaning;
    }

    /** Zero would be divided by. */
    boolean mustBePositive() {
        return this == PEOPLE || this == ACCESS || this == BUSY || this == PRIMARY_WRITES;
    }
}
