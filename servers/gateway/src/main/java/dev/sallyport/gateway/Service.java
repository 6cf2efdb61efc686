package dev.sallyport.gateway;

import dev.sallyport.kit.fetch.Resolver;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server of the house in other processes. Where its origin has a name with many addresses, such as that of a headless service of
 * Kubernetes or of a scaled service of Compose, each of them is an origin, and the name is looked up again every {@link #AGAIN}:
 * processes come and go without a word to the configuration.
 *
 * <p>An https origin stays as it is, for its certificate names the host; so do an address and {@code localhost}.
 */
public final class Service {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    /** How long a process may be new, or gone, before its gateways know. */
    static final Duration AGAIN = Duration.ofSeconds(5);

    /**
     * How long requests wait for a server of which no process takes a connection: a role that runs once is started anew in one to three
     * seconds, and in more on a machine that has other work.
     */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private final List<URI> configured;
    private final Resolver resolver;
    private final Origins origins;
    private final Map<URI, List<URI>> found = new HashMap<>();
    private final Set<URI> failing = new HashSet<>();

    /**
     * @param name the server's
     * @param urls at least one
     * @param nanos a clock that only moves forward, in nanoseconds
     */
    public Service(String name, List<URI> urls, Resolver resolver, MeterRegistry meters, LongSupplier nanos) {
        this(name, urls, resolver, PATIENCE, meters, nanos);
    }

    Service(
            String name,
            List<URI> urls,
            Resolver resolver,
            Duration patience,
            MeterRegistry meters,
            LongSupplier nanos) {
        this.configured = List.copyOf(urls);
        this.resolver = resolver;
        // Until names have been looked up they are origins themselves.
        this.origins = new Origins(name, urls, new Balance.RoundRobin(), patience, meters, nanos);
    }

    /** They take turns. */
    Origins origins() {
        return origins;
    }

    /** Whether there is anything to look up. */
    boolean isNamed() {
        return configured.stream().anyMatch(Service::isName);
    }

    /** Looks every name up once. Blocks as long as the machine's name service takes; not for two threads at once. */
    void lookUp() {
        origins.are(configured.stream()
                .flatMap(url -> isName(url) ? found(url).stream() : List.of(url).stream())
                .toList());
    }

    /** A name that is not found keeps the addresses that it had: a name service that is down takes nobody with it. */
    private List<URI> found(URI url) {
        try {
            List<InetAddress> addresses = resolver.resolve(url.getHost());
            if (!addresses.isEmpty()) {
                found.put(url, ofOneFamily(url, addresses));
                if (failing.remove(url)) {
                    LOG.info("the name {} of {} is found again", url.getHost(), origins.name());
                }
                return found.get(url);
            }
            failed(url, "it has no address");
        } catch (UnknownHostException e) {
            failed(url, "it is not known");
        }
        return found.getOrDefault(url, List.of(url));
    }

    private void failed(URI url, String why) {
        if (failing.add(url)) {
            LOG.warn(
                    "the name {} of {} cannot be looked up: {}; its last addresses stay in use",
                    url.getHost(),
                    origins.name(),
                    why);
        }
    }

    /** A process that has an address of each family would count twice; the machine says which it prefers by the order. */
    private static List<URI> ofOneFamily(URI url, List<InetAddress> addresses) {
        Class<?> family = addresses.getFirst().getClass();
        return addresses.stream()
                .filter(family::isInstance)
                .map(address -> at(url, address))
                .sorted()
                .toList();
    }

    private static URI at(URI url, InetAddress address) {
        String literal = address.getHostAddress();
        String host = literal.indexOf(':') < 0 ? literal : "[" + literal + "]";
        return URI.create("http://" + host + (url.getPort() < 0 ? "" : ":" + url.getPort()));
    }

    private static boolean isName(URI url) {
        String host = url.getHost();
        return "http".equals(url.getScheme())
                && !host.equalsIgnoreCase("localhost")
                && !host.startsWith("[")
                && LiteralAddress.parse(host).isEmpty();
    }
}
