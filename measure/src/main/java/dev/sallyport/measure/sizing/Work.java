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
        GATEWAY(502, 171, 236, 170, 157),
        AUTH(23_436, 547, 248, 0, 0),
        RESOURCE(0, 0, 0, 695, 0),
        FILES(0, 0, 0, 0, 567),
        WORKER(2_934, 0, 0, 0, 0),
        DATABASE(3_050, 303, 51, 84, 53),
        TRIPS(19.1, 4.01, 1, 1.01, 1.01),
        WRITES(8.92, 2, 0, 0, 0),
        WAL(4_787, 327, 0, 0, 0);

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
