package dev.sallyport.kit.fetch;

import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.trace.Span;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The client of every server-side fetch (T05). A name is resolved once, every address it has must be public, and the
 * connection goes to an address that was looked at, under the name that was asked for: who changes the name's address in
 * between changes nothing. No redirects, no decompression, a cap on size and on time.
 */
public final class GuardedFetch implements Fetch, Post, Lookup, AutoCloseable {
    private static final int ADDRESSES_TRIED = 3;
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Fetched.Refused BUSY = new Fetched.Refused("too many fetches at once");
    private static final Fetched.Refused TOO_SLOW = new Fetched.Refused("the server took too long");

    private final Transport transport;
    private final Resolver resolver;
    private final FetchLimits limits;
    private final FetchCache cache;
    private final ThreadPoolExecutor threads;

    public GuardedFetch(Transport transport, Resolver resolver, FetchLimits limits, InstantSource clock) {
        this.transport = transport;
        this.resolver = resolver;
        this.limits = limits;
        this.cache = new FetchCache(limits.kept(), clock);
        // Platform threads: the platform's resolver would hold on to a virtual thread's carrier for as long as it
        // waits.
        this.threads = new ThreadPoolExecutor(
                limits.atOnce(),
                limits.atOnce(),
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(4 * limits.atOnce()),
                Thread.ofPlatform().name("fetch-", 1).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public Fetched get(String uri, Duration oldest) {
        return switch (FetchTarget.read(uri, limits.allowPrivate())) {
            case FetchTarget.Read.Bad(var reason) -> new Fetched.Refused(reason);
            case FetchTarget.Read.Good(var target) ->
                traced(
                        "GET",
                        target,
                        () -> cache.get(
                                uri,
                                oldest,
                                () -> begin(new Transport.Outgoing("GET", target, Headers.NONE, new byte[0]))));
        };
    }

    @Override
    public Fetched post(String uri, String mediaType, Headers headers, byte[] body) {
        return switch (FetchTarget.read(uri, limits.allowPrivate())) {
            case FetchTarget.Read.Bad(var reason) -> new Fetched.Refused(reason);
            case FetchTarget.Read.Good(var target) ->
                traced(
                        "POST",
                        target,
                        () -> begin(
                                new Transport.Outgoing("POST", target, headers.set("content-type", mediaType), body)));
        };
    }

    @Override
    public Fetched look(String uri, Headers headers) {
        return switch (FetchTarget.read(uri, limits.allowPrivate())) {
            case FetchTarget.Read.Bad(var reason) -> new Fetched.Refused(reason);
            case FetchTarget.Read.Good(var target) ->
                traced("GET", target, () -> begin(new Transport.Outgoing("GET", target, headers, new byte[0])));
        };
    }

    /** A part of the request or the job that wants it; what lies ready takes no time and is one too. */
    private Fetched traced(String method, FetchTarget target, Supplier<CompletableFuture<Fetched>> coming) {
        return Span.inside(Span.Kind.CLIENT, () -> method, () -> {
            Span span = Span.current().note("http.request.method", method).note("server.address", target.host());
            Fetched fetched = await(coming.get());
            if (fetched instanceof Fetched.Refused) {
                span.fail("refused");
            }
            return fetched;
        });
    }

    private CompletableFuture<Fetched> begin(Transport.Outgoing request) {
        try {
            return CompletableFuture.supplyAsync(() -> fetch(request), threads);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedFuture(BUSY);
        }
    }

    /** The transport keeps to the time itself; this also ends the wait for a resolver that does not. */
    private Fetched await(CompletableFuture<Fetched> coming) {
        try {
            return coming.copy()
                    .completeOnTimeout(TOO_SLOW, limits.time().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException("a fetch failed where it may not", e.getCause());
        }
    }

    private Fetched fetch(Transport.Outgoing request) {
        List<InetAddress> addresses;
        try {
            addresses = request.target().literal().isPresent()
                    ? List.of(request.target().literal().get())
                    : resolver.resolve(request.target().host());
        } catch (UnknownHostException e) {
            return new Fetched.Refused("the host is unknown");
        }
        if (!limits.allowPrivate() && addresses.stream().anyMatch(SpecialAddresses::has)) {
            return new Fetched.Refused("the host has an address that is not public");
        }
        Fetched last = new Fetched.Refused("the host has no address");
        for (InetAddress address : addresses.stream().limit(ADDRESSES_TRIED).toList()) {
            switch (transport.send(request, address, limits)) {
                case Transport.Reply.Unreachable(var reason) -> last = new Fetched.Refused("no connection: " + reason);
                case Transport.Reply.Answer answer -> {
                    return judge(request, answer);
                }
                case Transport.Reply.TooLarge tooLarge -> {
                    return new Fetched.Refused("the answer has more than " + limits.bodyBytes() + " bytes");
                }
                case Transport.Reply.TooSlow tooSlow -> {
                    return TOO_SLOW;
                }
                case Transport.Reply.Broken(var reason) -> {
                    return new Fetched.Refused("the answer broke off: " + reason);
                }
            }
        }
        return last;
    }

    private static Fetched judge(Transport.Outgoing request, Transport.Reply.Answer answer) {
        int status = answer.status();
        if (status >= 300 && status < 400) {
            return new Fetched.Refused("the server redirects, which is not followed");
        }
        boolean good = request.method().equals("GET") ? status == 200 : status >= 200 && status < 300;
        if (!good) {
            return new Fetched.Refused("the server answered with status " + status);
        }
        boolean plain = answer.headers().all("content-encoding").stream().allMatch("identity"::equalsIgnoreCase);
        return plain
                ? new Fetched.Got(answer.body(), Freshness.mediaType(answer.headers()), Freshness.of(answer.headers()))
                : new Fetched.Refused("the answer is compressed, which was not asked for");
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
