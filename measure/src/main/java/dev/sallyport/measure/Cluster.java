package dev.sallyport.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One installation in several processes on one PostgreSQL: a gateway, so many auth processes, one for resource, one for files
 * and one worker; each may use every core.
 */
final class Cluster implements Measured, AutoCloseable {
    static final String GATEWAY = "gateway";
    static final String AUTH = "auth";
    static final String RESOURCE = "resource";
    static final String FILES = "files";
    static final String WORKER = "worker";
    static final String DATABASE = "database";
    static final List<String> ROLES = List.of(GATEWAY, AUTH, RESOURCE, FILES, WORKER, DATABASE);

    /** Statements; the BEGIN of a transaction travels with what follows it. */
    static final String ROUND_TRIPS = "round trips";

    static final String WRITES = "writes";
    static final String WAL_BYTES = "WAL bytes";
    static final String EVENTS = "audit events";

    private static final String COUNT_ROUND_TRIPS =
            "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements WHERE query NOT LIKE 'BEGIN%'";

    private static final String COUNT_WRITES =
            "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements WHERE query ~ '^(INSERT|UPDATE|DELETE)'";

    private final Map<String, List<RunningServer>> processes = new LinkedHashMap<>();
    private final Yard yard;
    private final Path folder;
    private final Postgres database;
    private final String common;
    private int started;

    private Cluster(Yard yard, Path folder, Postgres database, String common) {
        this.yard = yard;
        this.folder = folder;
        this.database = database;
        this.common = common;
    }

    /** Starts all of it but a gateway, and waits until it is ready. */
    static Cluster start(Yard yard, Postgres database, int auths, String clients)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(yard.folder(), "cluster");
        var cluster = new Cluster(
                yard, folder, database, """
                public_url: http://localhost:8080
                database: "%s"
                master_key_file: "%s"
                """.formatted(database.url(), folder.resolve("master.key")) + clients);
        boolean whole = false;
        try {
            // The first brings the schema and the master key; the others find them.
            cluster.add(AUTH, "").untilReady();
            for (int i = 1; i < auths; i++) {
                cluster.add(AUTH, "");
            }
            for (String role : List.of(RESOURCE, FILES, WORKER)) {
                cluster.add(role, "");
            }
            for (List<RunningServer> servers : cluster.processes.values()) {
                for (RunningServer server : servers) {
                    server.untilReady();
                }
            }
            whole = true;
            return cluster;
        } finally {
            if (!whole) {
                cluster.close();
            }
        }
    }

    /** Puts a new gateway before so many of the auth processes, in the place of the one that was there. */
    void open(int auths) throws IOException, InterruptedException {
        for (RunningServer before : processes.getOrDefault(GATEWAY, List.of())) {
            before.close();
        }
        processes.remove(GATEWAY);
        add(
                        GATEWAY,
                        "gateway: { limits: [] }\nservices:\n"
                                + "  auth: " + at(AUTH, auths) + "\n  resource: " + at(RESOURCE, 1) + "\n  files: "
                                + at(FILES, 1)
                                // Nobody asks for a page here.
                                + "\n  frontend: " + at(RESOURCE, 1) + "\n")
                .untilReady();
    }

    private RunningServer add(String role, String settings) throws IOException {
        var server = RunningServer.start(
                yard.everywhere(),
                folder.resolve(role + "-" + started++),
                common + settings + "servers: [" + role + ", monitor]\n",
                false);
        processes.computeIfAbsent(role, name -> new ArrayList<>()).add(server);
        return server;
    }

    private String at(String role, int count) {
        return processes.get(role).stream()
                .limit(count)
                .map(server -> "\"http://127.0.0.1:" + server.port() + "\"")
                .toList()
                .toString();
    }

    @Override
    public int port() {
        return processes.get(GATEWAY).getFirst().port();
    }

    /** Of all processes together. */
    @Override
    public Duration cpu() {
        return ROLES.stream().map(this::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    private Duration cpu(String role) {
        if (role.equals(DATABASE)) {
            return database.cpu();
        }
        return processes.get(role).stream().map(RunningServer::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    /** Microseconds of processor time by role, and what the database had to do. */
    @Override
    public Map<String, Double> meters() throws IOException {
        Map<String, Double> meters = new LinkedHashMap<>();
        ROLES.forEach(role -> meters.put(role, cpu(role).toNanos() / 1e3));
        meters.put(ROUND_TRIPS, database.number(COUNT_ROUND_TRIPS));
        meters.put(WRITES, database.number(COUNT_WRITES));
        meters.put(WAL_BYTES, database.number("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn"));
        meters.put(EVENTS, database.number("SELECT count(*) FROM audit_event"));
        return meters;
    }

    @Override
    public void close() throws IOException {
        // The gateway first, so that nothing is asked of those that leave.
        for (String role : ROLES) {
            for (RunningServer server : processes.getOrDefault(role, List.of())) {
                server.close();
            }
        }
    }
}
