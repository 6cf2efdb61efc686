package dev.sallyport.walls;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sallyport.walls.OwnNetwork.Cable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One installation in many processes on this machine: nginx, two gateways, two auth servers, resource with frontend, files, two
 * workers; a durable PostgreSQL, a Redis and a bucket behind them. Where the machine lets us, the database, files and a gateway have
 * a small disk each, and one auth server is in a network of its own.
 */
final class Cluster implements AutoCloseable {
    private final Map<String, RunningHouse> houses = new LinkedHashMap<>();
    private RunningBucket bucket;
    private RunningRedis redis;
    private final Path folder;
    private RunningPostgres database;
    private CuttingProxy way;
    private final Map<String, SmallDisk> disks = new HashMap<>();
    private Optional<OtherMachine> other = Optional.empty();
    private RunningProxy nginx;
    private String common;

    /** One for all tests of a class, which ask for it as a parameter; it is closed with the last of them. */
    static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Cluster.class;
        }

        @Override
        public Cluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
            ExtensionContext ofTheClass =
                    context.getTestMethod().isPresent() ? context.getParent().orElseThrow() : context;
            return ofTheClass
                    .getStore(Namespace.GLOBAL)
                    .computeIfAbsent(Cluster.class, type -> started(), Cluster.class);
        }

        private static Cluster started() {
            try {
                return start(Files.createTempDirectory("sallyport-cluster"));
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("the cluster did not start", e);
            }
        }
    }

    private Cluster(Path folder) {
        this.folder = folder;
    }

    /** Starts all of it; where a part cannot be had here, the test is skipped and says which. */
    private static Cluster start(Path folder) throws Exception {
        Path nginx = RunningProxy.program("nginx").orElse(null);
        assumeTrue(nginx != null, "nginx is not on this machine");
        var cluster = new Cluster(folder);
        boolean whole = false;
        try {
            cluster.open(nginx);
            whole = true;
            return cluster;
        } finally {
            if (!whole) {
                cluster.close();
            }
        }
    }

    private void open(Path program) throws Exception {
        mount("database", 1_024);
        mount("files", 64);
        mount("gateway-2", 64);
        mount("redis", 16);
        other = OtherMachine.open();
        database = RunningPostgres.start(Files.createDirectories(folder.resolve("database/data")));
        way = new CuttingProxy(database.port());
        bucket = RunningBucket.start(folder);
        redis = RunningRedis.start(Files.createDirectories(folder.resolve("redis")));
        int street = RunningHouse.freePort();
        common = """
                public_url: http://localhost:%d
                database: postgresql://postgres:postgres@127.0.0.1:%d/postgres
                cache: %s
                master_key_file: "%s"
                accounts: { password: { memory: 7, passes: 1 } }
                worker: { poll: 100ms }
                """.formatted(street, way.port(), redis.url(), folder.resolve("master.key")) + bucket.settings();

        // The first brings the schema and the master key; the others find them.
        add("auth-1", "servers: [auth, monitor]");
        together(List.of(
                this::addAuth2,
                () -> add("resource", "servers: [resource, frontend, monitor]"),
                () -> add("files", "servers: [files, monitor]"),
                () -> add("worker-1", "servers: [worker, monitor]"),
                () -> add("worker-2", "servers: [worker, monitor]")));
        String gateway = """
                servers: [gateway, monitor]
                trusted_proxies: [127.0.0.1]
                gateway:
                  limits:
                    - { path: "/v1/**", rate: 100000/s, per: address }
                    - { path: /v1/auth/login_web, rate: 5/m, per: address }
                services:
                  auth: ["%s", "AUTH-2"]
                  resource: ["%s"]
                  frontend: ["%2$s"]
                  files: ["%s"]
                """.formatted(at("auth-1"), at("resource"), at("files"));
        int auth2 = house("auth-2").port();
        together(List.of(
                () -> add("gateway-1", gateway.replace("AUTH-2", urlOf(auth2, OtherMachine::one))),
                () -> add("gateway-2", gateway.replace("AUTH-2", urlOf(auth2, OtherMachine::two)))));
        nginx = RunningProxy.nginx(program, conf(street), street);
    }

    private void mount(String name, int mebibytes) throws IOException, InterruptedException {
        SmallDisk.at(folder.resolve(name), mebibytes).ifPresent(disk -> disks.put(name, disk));
    }

    private RunningHouse addAuth2() throws IOException, InterruptedException {
        String settings = "servers: [auth, monitor]";
        if (other.isEmpty()) {
            return add("auth-2", settings);
        }
        other.get().reaches(way.port(), redis.port(), bucket.port());
        String there = common.replace("127.0.0.1", other.get().behind().here()) + settings;
        return keep(
                "auth-2", RunningHouse.start(ownFolder("auth-2"), other.get().place(), there));
    }

    private String urlOf(int port, Function<OtherMachine, Cable> cable) {
        return "http://" + other.map(cable).map(Cable::there).orElse("127.0.0.1") + ":" + port;
    }

    private String at(String name) {
        return "http://127.0.0.1:" + house(name).port();
    }

    private RunningHouse add(String name, String settings) throws IOException, InterruptedException {
        return keep(name, RunningHouse.start(ownFolder(name), common + settings));
    }

    private Path ownFolder(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    private RunningHouse keep(String name, RunningHouse house) {
        synchronized (houses) {
            houses.put(name, house);
        }
        return house;
    }

    private static void together(List<Callable<RunningHouse>> starts) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<RunningHouse> start : threads.invokeAll(starts)) {
                start.get();
            }
        }
    }

    /** Any two gateways behind any proxy: one that takes no connection is asked no more for a second. */
    private Path conf(int street) throws IOException {
        Path own = Files.createDirectories(folder.resolve("nginx"));
        Files.writeString(own.resolve("sallyport.conf"), """
                upstream gateways {
                    server %s max_fails=1 fail_timeout=1s;
                    server %s max_fails=1 fail_timeout=1s;
                    keepalive 32;
                }
                server {
                    listen 127.0.0.1:%d;
                    client_max_body_size 100m;
                    location / {
                        proxy_pass http://gateways;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_set_header Host $http_host;
                        proxy_set_header X-Forwarded-For $remote_addr;
                        proxy_set_header X-Forwarded-Proto $scheme;
                        proxy_request_buffering off;
                    }
                }
                """.formatted(
                        at("gateway-1").substring(7), at("gateway-2").substring(7), street));
        return own;
    }

    RunningHouse house(String name) {
        synchronized (houses) {
            RunningHouse house = houses.get(name);
            if (house == null) {
                throw new IllegalArgumentException(name + " does not run");
            }
            return house;
        }
    }

    List<String> names() {
        return List.copyOf(houses.keySet());
    }

    /** The address that everybody knows. */
    URI street() {
        return URI.create("http://localhost:" + nginx.port() + "/");
    }

    RunningPostgres database() {
        return database;
    }

    RunningRedis redis() {
        return redis;
    }

    /** The way from all processes to the database. */
    CuttingProxy wayToDatabase() {
        return way;
    }

    /** The small disk of that part; where none could be mounted, the test is skipped. */
    SmallDisk disk(String of) {
        return Optional.ofNullable(disks.get(of))
                .orElseGet(() -> Assumptions.abort("no disk can be mounted here, so none can be filled"));
    }

    /** From auth-2 to the database, Redis and the bucket; where it is in no network of its own, the test is skipped. */
    Cable behindAuth2() {
        return other().behind();
    }

    /** From gateway-1 to auth-2; where that is in no network of its own, the test is skipped. */
    Cable fromGateway1ToAuth2() {
        return other().one();
    }

    private OtherMachine other() {
        return other.orElseGet(() -> Assumptions.abort("no process can have a network of its own here"));
    }

    @Override
    public void close() throws IOException {
        if (nginx != null) {
            nginx.close();
        }
        houses.values().forEach(RunningHouse::close);
        if (redis != null) {
            redis.close();
        }
        if (bucket != null) {
            bucket.close();
        }
        if (way != null) {
            way.close();
        }
        if (database != null) {
            database.close();
        }
        if (other.isPresent()) {
            other.get().close();
        }
        for (SmallDisk disk : disks.values()) {
            disk.close();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
