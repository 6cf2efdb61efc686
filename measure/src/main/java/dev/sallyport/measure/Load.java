package dev.sallyport.measure;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A closed loop: so many connections, each asking again as soon as it is answered. */
final class Load {
    private final Measured server;
    private final Duration span;
    private final Connection.Kind kind;

    Load(Measured server, Duration span) {
        this(server, span, Connection.Kind.PLAIN);
    }

    Load(Measured server, Duration span, Connection.Kind kind) {
        this.server = server;
        this.span = span;
        this.kind = kind;
    }

    /** One connection's part of the load: what it asks next, knowing the answer before. */
    interface Asker {
        byte[] next();

        /** A good answer; only those that need it look. */
        default void answered(Answer answer) {}

        /** Whether a piece of work is done; one of several requests is counted and timed as one. */
        default boolean isDone() {
            return true;
        }
    }

    /** Makes the asker of connection {@code number}, which may use the connection to get ready. */
    interface Askers {
        Asker of(int number, Connection connection) throws IOException;
    }

    /** Where all connections ask the same, over and over. */
    static Askers always(byte[] request) {
        return (number, connection) -> () -> request;
    }

    /**
     * What came of it.
     *
     * @param cpu what the server's process used meanwhile
     * @param ownCpu what the load itself used
     * @param meters how far each of the server's meters went
     */
    record Result(
            long done, Duration took, Duration cpu, Duration ownCpu, Map<String, Double> meters, long[] sortedNanos) {
        double perSecond() {
            return done * 1e9 / took.toNanos();
        }

        double perCpuSecond() {
            return done * 1e9 / Math.max(1, cpu.toNanos());
        }

        double millisAt(double quantile) {
            int at = (int) Math.min(sortedNanos.length - 1L, Math.round(sortedNanos.length * quantile));
            return sortedNanos[at] / 1e6;
        }

        Row row(String work) {
            return new Row(
                    work,
                    Figure.whole("per second", perSecond()),
                    Figure.whole("per CPU second", perCpuSecond()),
                    Figure.fine("p50 ms", millisAt(0.5)),
                    Figure.fine("p99 ms", millisAt(0.99)),
                    Figure.fine("server cores", cpu.toNanos() / (double) took.toNanos()),
                    Figure.fine("load cores", ownCpu.toNanos() / (double) took.toNanos()));
        }
    }

    /** Warms the server up by the same load, then measures. An answer that is no success ends everything. */
    Result run(int connections, Askers askers) throws IOException, InterruptedException {
        return run(connections, askers, 1);
    }

    /**
     * The same.
     *
     * @param warmUp how many times as long as it measures it warms up before
     */
    Result run(int connections, Askers askers, int warmUp) throws IOException, InterruptedException {
        var open = new ArrayList<Connection>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var ready = new ArrayList<Asker>();
            for (int i = 0; i < connections; i++) {
                open.add(new Connection(server.port(), kind));
                ready.add(askers.of(i, open.get(i)));
            }
            loop(threads, open, ready, span.multipliedBy(warmUp));
            Map<String, Double> before = server.meters();
            Duration cpu = server.cpu();
            Duration own = RunningServer.cpu(ProcessHandle.current());
            long begun = System.nanoTime();
            long[] nanos = loop(threads, open, ready, span);
            var took = Duration.ofNanos(System.nanoTime() - begun);
            Duration cpuUsed = server.cpu().minus(cpu);
            Duration ownUsed = RunningServer.cpu(ProcessHandle.current()).minus(own);
            Map<String, Double> meters = new LinkedHashMap<>();
            server.meters().forEach((meter, after) -> meters.put(meter, after - before.getOrDefault(meter, 0.0)));
            return new Result(nanos.length, took, cpuUsed, ownUsed, meters, nanos);
        } finally {
            for (Connection connection : open) {
                connection.close();
            }
        }
    }

    /** How long each answer took, the shortest first. */
    private static long[] loop(ExecutorService threads, List<Connection> open, List<Asker> askers, Duration span)
            throws InterruptedException {
        long until = System.nanoTime() + span.toNanos();
        var running = new ArrayList<Future<long[]>>();
        for (int i = 0; i < open.size(); i++) {
            Connection connection = open.get(i);
            Asker asker = askers.get(i);
            running.add(threads.submit(() -> ask(connection, asker, until)));
        }
        try {
            var all = new ArrayList<long[]>();
            for (Future<long[]> one : running) {
                all.add(one.get());
            }
            return all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "the load broke off: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private static long[] ask(Connection connection, Asker asker, long until) throws IOException {
        long[] nanos = new long[1_024];
        int count = 0;
        for (long now = System.nanoTime(); now < until; ) {
            Answer answer = connection.ask(asker.next());
            if (!answer.isGood()) {
                throw new IOException("the server answered " + answer.status() + " " + answer.body());
            }
            asker.answered(answer);
            if (!asker.isDone()) {
                continue;
            }
            long then = System.nanoTime();
            nanos = count == nanos.length ? Arrays.copyOf(nanos, count * 2) : nanos;
            nanos[count++] = then - now;
            now = then;
        }
        return Arrays.copyOf(nanos, count);
    }
}
