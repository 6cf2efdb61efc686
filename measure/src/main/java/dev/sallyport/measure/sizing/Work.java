package dev.sallyport.measure.sizing;

import java.util.List;
import java.util.Locale;

/** A piece of work that people or services ask for. */
enum Work {
    SIGN_IN("password sign-ins"),
    REFRESH("refreshes"),
    SERVICE_TOKEN("client-credentials tokens"),
    REQUEST("requests to the API"),
    FILE("small files read");

    private final String plural;

    Work(String plural) {
        this.plural = plural;
    }

    /**
     * What a piece of work uses: microseconds of processor time by role; then round trips to the database, statements that write, and
     * bytes of the write-ahead log. As {@code ./bench cluster} measured it with one auth process, in the order of the works;
     * docs/guide/scale.md has the table, its day and its machine. What a role uses that has no part in a work is left out. A request to the API costs what reading a profile does.
     */
    enum Cost {
        GATEWAY(500, 309, 350, 176, 170),
        AUTH(27_000, 581, 334, 0, 0),
        RESOURCE(0, 0, 0, 810, 0),
        FILES(0, 0, 0, 0, 746),
        WORKER(2_143, 0, 0, 0, 0),
        DATABASE(4_071, 313, 64, 108, 76),
        TRIPS(21.67, 4.01, 1.01, 1.02, 1.01),
        WRITES(9.15, 2, 0, 0, 0),
        WAL(5_898, 333, 0, 0, 0);

        static final List<Cost> ROLES = List.of(GATEWAY, AUTH, RESOURCE, FILES, WORKER, DATABASE);

        private final double signIn;
        private final double refresh;
        private final double serviceToken;
        private final double request;
        private final double file;

        Cost(double signIn, double refresh, double serviceToken, double request, double file) {
            this.signIn = signIn;
            this.refresh = refresh;
            this.serviceToken = serviceToken;
            this.request = request;
            this.file = file;
        }

        double of(Work work) {
            return switch (work) {
                case SIGN_IN -> signIn;
                case REFRESH -> refresh;
                case SERVICE_TOKEN -> serviceToken;
                case REQUEST -> request;
                case FILE -> file;
            };
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    String plural() {
        return plural;
    }

    /** The name of its cost for {@code --cost}, such as {@code sign-in.auth}. */
    String option(Cost cost) {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + "." + cost.text();
    }
}
