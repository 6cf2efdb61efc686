package dev.sallyport.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * What a request costs each role of an installation in several processes, with one, two and four auth processes. On few cores
 * more processes give no more requests; microseconds of processor time per request say how many cores a load needs.
 */
final class Clusters {
    private static final int CONNECTIONS = 32;

    /** Fewer, for each waits for a hash; and few enough for the places that hashes are given in memory. */
    private static final int SIGNING_IN = 8;

    /** The compilers of four Java machines have as much to do as there are. Most processes come first, so that none is new later. */
    private static final int WARM_UP = 2;

    private static final int FILE_BYTES = 4 * 1024;
    private static final Duration QUICK = Duration.ofSeconds(2);
    private static final String CLIENT = "bench";
    private static final String SECRET = "a secret of the benchmark";
    private static final String CLIENTS = """
            clients:
              - { id: %s, secret: "%s", grants: [client_credentials], scopes: [orders] }
            """.formatted(CLIENT, SECRET);
    private static final byte[] CLIENT_CREDENTIALS = Connection.request(
            "POST /oauth2/token",
            "grant_type=client_credentials",
            "authorization: Basic "
                    + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.US_ASCII)));

    private Clusters() {}

    static List<Row> rows(Yard yard) throws IOException, InterruptedException {
        var home = Postgres.home();
        if (home.isEmpty()) {
            System.err.println(
                    "There is no PostgreSQL here to measure with; SALLYPORT_POSTGRES names the folder of one.");
            return List.of();
        }
        var rows = new ArrayList<Row>();
        rows.add(hash(yard));
        try (var database = Postgres.start(home.get(), yard.folder().resolve("postgres"), yard.all())) {
            List<Integer> counts = yard.span().compareTo(QUICK) < 0 ? List.of(2, 1) : List.of(4, 2, 1);
            try (var cluster = Cluster.start(yard, database, counts.getFirst(), CLIENTS)) {
                var load = new Load(cluster, yard.span());
                cluster.open(counts.getFirst());
                Accounts.register(cluster.port(), CONNECTIONS);
                load.run(CONNECTIONS, Load.always(CLIENT_CREDENTIALS), WARM_UP);
                load.run(CONNECTIONS, Refreshing::of, WARM_UP);
                for (int auths : counts) {
                    cluster.open(auths);
                    rows.addAll(work(load, auths));
                }
            }
            rows.addAll(Growth.rows(database));
        }
        return rows;
    }

    /** A hash at the default cost alone, of which a sign-in has one. */
    private static Row hash(Yard yard) throws IOException, InterruptedException {
        BareWork.Rate rate = BareWork.hashes(yard, yard.span(), 19, 2);
        return new Row(
                "bare hash at the default cost, 19 MiB and 2 passes",
                Figure.whole("per second", rate.perSecond()),
                Figure.whole("sum µs", 1e6 / rate.perCpuSecond()));
    }

    private static List<Row> work(Load load, int auths) throws IOException, InterruptedException {
        var rows = new ArrayList<Row>();
        rows.add(row(auths, "client_credentials", load.run(CONNECTIONS, Load.always(CLIENT_CREDENTIALS))));
        rows.add(row(auths, "refresh, rotation", load.run(CONNECTIONS, Refreshing::of)));
        rows.add(row(
                auths,
                "password sign-in",
                load.run(SIGNING_IN, (number, connection) -> always(Accounts.signIn(number)))));
        if (auths == 1) {
            // Auth has no part in these.
            rows.add(row(
                    auths,
                    "profile read",
                    load.run(
                            CONNECTIONS,
                            (number, connection) ->
                                    always(Connection.request("GET /v1/profile", "", bearer(number, connection))))));
            rows.add(row(auths, "file of 4 KiB read", load.run(CONNECTIONS, Clusters::download)));
        }
        return rows;
    }

    private static Load.Asker always(byte[] request) {
        return () -> request;
    }

    private static String bearer(int number, Connection connection) throws IOException {
        return "authorization: Bearer "
                + connection.ask(Accounts.signIn(number)).text("access_token");
    }

    private static Load.Asker download(int number, Connection connection) throws IOException {
        String bearer = bearer(number, connection);
        Answer stored = connection.ask(
                Connection.request("POST /v1/files?name=bench.txt", "plain text. ".repeat(FILE_BYTES / 12), bearer));
        return always(Connection.request("GET /v1/files/" + stored.text("id"), "", bearer));
    }

    private static Row row(int auths, String work, Load.Result result) {
        var figures = new ArrayList<Figure>();
        figures.add(Figure.whole("per second", result.perSecond()));
        figures.add(Figure.fine("p50 ms", result.millisAt(0.5)));
        figures.add(Figure.fine("p99 ms", result.millisAt(0.99)));
        Map<String, Double> meters = result.meters();
        double sum = 0;
        for (String role : Cluster.ROLES) {
            double micros = meters.get(role) / result.done();
            sum += micros;
            figures.add(Figure.whole(role + " µs", micros));
        }
        figures.add(Figure.whole("sum µs", sum));
        figures.add(Figure.whole("load µs", result.ownCpu().toNanos() / 1e3 / result.done()));
        figures.add(Figure.fine(Cluster.ROUND_TRIPS, meters.get(Cluster.ROUND_TRIPS) / result.done()));
        figures.add(Figure.fine(Cluster.WRITES, meters.get(Cluster.WRITES) / result.done()));
        figures.add(Figure.whole(Cluster.WAL_BYTES, meters.get(Cluster.WAL_BYTES) / result.done()));
        figures.add(Figure.fine(Cluster.EVENTS, meters.get(Cluster.EVENTS) / result.done()));
        return new Row(auths + " auth: " + work, figures);
    }
}
