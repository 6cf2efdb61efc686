package dev.sallyport.storage.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redis that may be slow or gone at any moment. Nobody waits for it longer than {@link #DEADLINE}; after {@link #PATIENCE}
 * without any answer, or where it is not connected, nobody waits at all until it has answered again to the watch, which looks every
 * {@link #WATCH} beside the work. It is connected there too, so a start does not wait for it.
 */
public final class Redis implements AutoCloseable {
    /** How long a decision waits. */
    public static final Duration DEADLINE = Duration.ofMillis(25);

    static final Duration WATCH = Duration.ofMillis(250);
    static final Duration PATIENCE = Duration.ofMillis(100);
    private static final long NEVER = Long.MIN_VALUE;

    /** A connection that is open and silent for so long is given up for a new one. */
    private static final Duration SILENCE = Duration.ofSeconds(2);

    /** A close does not wait longer for a connection that is just being made. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private static final Duration PING = Duration.ofMillis(200);
    private static final Logger LOG = LoggerFactory.getLogger(Redis.class);

    private final RedisSettings settings;
    private final Duration deadline;
    private final LongSupplier nanos;
    private final RedisMeters meters = new RedisMeters();
    private final AtomicLong failingSince = new AtomicLong(NEVER);
    private final List<Consumer<RedisLink>> opened = new CopyOnWriteArrayList<>();
    private volatile Optional<RedisLink> link = Optional.empty();
    private volatile boolean answering;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile String reason = "";
    private boolean told;
    private Optional<Thread> watch = Optional.empty();

    /** @param nanos a clock that only moves forward, in nanoseconds */
    public Redis(RedisSettings settings, LongSupplier nanos) {
        this(settings, DEADLINE, nanos);
    }

    /** @param deadline how long a decision waits */
    public Redis(RedisSettings settings, Duration deadline, LongSupplier nanos) {
        this.settings = settings;
        this.deadline = deadline;
        this.nanos = nanos;
    }

    /** Begins to connect, and does not wait for it. */
    public void start() {
        watch = Optional.of(Thread.ofPlatform().daemon().name("redis").start(this::watch));
    }

    public RedisMeters meters() {
        return meters;
    }

    /** What is missing while it does not answer, for the operator. */
    public Optional<String> trouble() {
        return answering
                ? Optional.empty()
                : Optional.of(settings + " does not answer: each gateway counts its limits alone, and sign-ins are"
                        + " counted in the database alone" + reason);
    }

    /** Does a step; empty where it did not answer in time, and then nobody knows whether it was done. */
    Optional<List<Long>> ask(Script script, String subject, String... values) {
        return ask(script, subject, () -> {}, values);
    }

    /** The same; {@code late} is called when the step comes to an end after nobody waits for it any more. */
    @SuppressWarnings("FutureReturnValueIgnored")
    Optional<List<Long>> ask(Script script, String subject, Runnable late, String... values) {
        Optional<RedisLink> now = link;
        if (!answering || now.isEmpty()) {
            meters.fellBack();
            return Optional.empty();
        }
        long began = nanos.getAsLong();
        var answer = run(now.get(), script, subject, values);
        try {
            List<Long> result = answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            meters.answered(nanos.getAsLong() - began);
            failingSince.set(NEVER);
            return Optional.of(result);
        } catch (TimeoutException tooLate) {
            answer.whenComplete((done, error) -> late.run());
            failed();
        } catch (ExecutionException e) {
            LOG.debug("a script of Redis failed", e.getCause());
            failed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        meters.fellBack();
        return Optional.empty();
    }

    /** Does a step after those that were asked before, without waiting; {@code heard} is called if it is answered. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void tell(Script script, String subject, Consumer<List<Long>> heard, String... values) {
        Optional<RedisLink> now = link;
        if (now.isEmpty() || !now.get().isOpen()) {
            meters.fellBack();
            return;
        }
        run(now.get(), script, subject, values).whenComplete((answer, error) -> {
            if (error == null) {
                heard.accept(answer);
            } else {
                meters.failed();
            }
        });
    }

    /** Takes a member out of what a script keeps, after the steps that were asked before and without waiting. */
    void remove(Script script, String subject, String member) {
        beside(now -> now.commands().zrem(script.key(subject), member));
    }

    void publish(String channel, String message) {
        beside(now -> now.commands().publish(channel, message));
    }

    private void beside(Function<RedisLink, RedisFuture<Long>> command) {
        link.filter(RedisLink::isOpen)
                .ifPresent(now -> command.apply(now).exceptionally(error -> {
                    meters.failed();
                    return 0L;
                }));
    }

    /** Calls {@code then} with every connection that is opened, from now on and the one that is open. */
    void onOpened(Consumer<RedisLink> then) {
        opened.add(then);
        link.ifPresent(then);
    }

    private CompletableFuture<List<Long>> run(RedisLink to, Script script, String subject, String... values) {
        meters.called(script);
        String[] keys = {script.key(subject)};
        RedisFuture<List<Long>> known = to.commands().evalsha(script.digest(), ScriptOutputType.MULTI, keys, values);
        return known.handle((answer, error) -> {
                    Throwable cause = error instanceof CompletionException wrapped ? wrapped.getCause() : error;
                    if (cause instanceof RedisNoScriptException) {
                        RedisFuture<List<Long>> first =
                                to.commands().eval(script.text(), ScriptOutputType.MULTI, keys, values);
                        return first;
                    }
                    return known;
                })
                .thenCompose(future -> (CompletionStage<List<Long>>) future)
                .toCompletableFuture();
    }

    private void failed() {
        meters.failed();
        boolean connected = link.filter(RedisLink::isOpen).isPresent();
        long now = nanos.getAsLong();
        boolean first = failingSince.compareAndSet(NEVER, now);
        if (!connected || (!first && now - failingSince.get() >= PATIENCE.toNanos() && failingSince.get() != NEVER)) {
            answering = false;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void watch() {
        ClientResources resources = ClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .reconnectDelay(
                        Delay.exponential(Duration.ofMillis(50), Duration.ofSeconds(1), 2, TimeUnit.MILLISECONDS))
                .build();
        try (RedisSource source = RedisSource.of(settings, resources)) {
            long silentSince = nanos.getAsLong();
            do {
                if (look(source)) {
                    silentSince = nanos.getAsLong();
                } else if (nanos.getAsLong() - silentSince > SILENCE.toNanos()) {
                    drop();
                    silentSince = nanos.getAsLong();
                }
            } while (!closing.await(WATCH.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException stopped) {
            LOG.debug("the watch over {} was interrupted", settings, stopped);
        } finally {
            answering = false;
            link = Optional.empty();
            resources.shutdown(100, 1_000, TimeUnit.MILLISECONDS);
        }
    }

    /** Whether it answered. */
    private boolean look(RedisSource source) throws InterruptedException {
        try {
            if (link.isEmpty()) {
                RedisLink fresh = source.connect();
                link = Optional.of(fresh);
                opened.forEach(then -> then.accept(fresh));
            }
            link.orElseThrow().commands().ping().toCompletableFuture().get(PING.toMillis(), TimeUnit.MILLISECONDS);
            answers();
            return true;
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            silent(e);
            return false;
        }
    }

    private void answers() {
        if (!answering) {
            failingSince.set(NEVER);
            answering = true;
        }
        if (told) {
            LOG.info("{} answers again", settings);
            told = false;
        }
    }

    private void silent(Exception why) {
        Throwable deepest = why;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        reason = " (" + deepest + ")";
        answering = false;
        if (!told) {
            LOG.warn("{}; told once until it answers again", trouble().orElse(""));
            told = true;
        }
    }

    private void drop() {
        answering = false;
        link.ifPresent(RedisLink::close);
        link = Optional.empty();
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            // A command asks the database alone, and never begins.
            if (watch.isPresent()) {
                watch.get().join(GOODBYE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
