package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How many requests of each method were answered, whatever with, while a test does something to the servers behind. */
final class Answered {
    private static final int PATIENCE = 6_000;
    private static final int STEP_MILLIS = 10;

    private final Map<String, AtomicInteger> methods = new ConcurrentHashMap<>();

    Answered(String... methods) {
        for (String method : methods) {
            this.methods.put(method, new AtomicInteger());
        }
    }

    void one(String method) {
        methods.get(method).incrementAndGet();
    }

    int of(String method) {
        return methods.get(method).get();
    }

    /** Until so many more of each have gone by, which takes longer where the machine is slow. */
    void awaitMore(int each) throws InterruptedException {
        for (Map.Entry<String, AtomicInteger> method : methods.entrySet()) {
            int enough = method.getValue().get() + each;
            for (int i = 0; i < PATIENCE && method.getValue().get() < enough; i++) {
                TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
            }
            assertThat(method.getValue().get())
                    .as("%s of %s", method.getKey(), methods)
                    .isGreaterThanOrEqualTo(enough);
        }
    }

    @Override
    public String toString() {
        return methods.toString();
    }
}
