package dev.sallyport.kit.telemetry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wraps a port in decorators, as {@code Decorate.port(PersonStore.class, store).timed(registry).logged().done()}; the one
 * named last is outermost (L21).
 */
public final class Decorate<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Decorate.class);

    private final Class<T> port;
    private final T target;

    private Decorate(Class<T> port, T target) {
        this.port = port;
        this.target = target;
    }

    /** @param port an interface */
    public static <T> Decorate<T> port(Class<T> port, T target) {
        return new Decorate<>(port, target);
    }

    public T done() {
        return target;
    }

    /** Times every verb as {@code sallyport_port_seconds} by port and verb. */
    public Decorate<T> timed(MeterRegistry registry) {
        ConcurrentMap<String, Timer> timers = new ConcurrentHashMap<>();
        return wrapped(call -> timers.computeIfAbsent(
                        call.verb(),
                        verb -> Timer.builder("sallyport.port")
                                .description("Calls of ports by port and verb")
                                .tag("port", port.getSimpleName())
                                .tag("verb", verb)
                                .register(registry))
                .recordCallable(call::proceed));
    }

    /** Logs every verb that throws, by name and without its arguments, and lets it throw. */
    public Decorate<T> logged() {
        return wrapped(call -> {
            try {
                return call.proceed();
            } catch (Exception e) {
                LOG.warn("{}.{} failed: {}", port.getSimpleName(), call.verb(), e.toString());
                throw e;
            }
        });
    }

    /**
     * Remembers what one verb answers to equal arguments, for at most {@code age} and at most {@code most} answers. For verbs
     * that only read, and whose staleness is borne.
     */
    public Decorate<T> cached(String verb, Duration age, long most) {
        if (Arrays.stream(port.getMethods()).noneMatch(m -> m.getName().equals(verb))) {
            throw new IllegalArgumentException(port.getSimpleName() + " has no verb " + verb);
        }
        Cache<List<Object>, Object> answers =
                Caffeine.newBuilder().expireAfterWrite(age).maximumSize(most).build();
        return wrapped(call -> {
            if (!call.verb().equals(verb)) {
                return call.proceed();
            }
            List<Object> key = List.of(call.arguments());
            Object known = answers.getIfPresent(key);
            if (known != null) {
                return known;
            }
            Object answer = call.proceed();
            if (answer != null) {
                answers.put(key, answer);
            }
            return answer;
        });
    }

    private interface Around {
        Object handle(Call call) throws Exception;
    }

    private record Call(Object target, Method method, Object[] arguments) {
        String verb() {
            return method.getName();
        }

        Object proceed() throws Exception {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                switch (e.getCause()) {
                    case Exception thrown -> throw thrown;
                    case Error error -> throw error;
                    case null, default -> throw e;
                }
            }
        }
    }

    private Decorate<T> wrapped(Around around) {
        Object proxy = Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (self, method, arguments) ->
                        around.handle(new Call(target, method, arguments == null ? new Object[0] : arguments)));
        return new Decorate<>(port, port.cast(proxy));
    }
}
