package dev.sallyport.gateway;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks the names of the house's servers up, again and again, beside the requests. On a thread of the machine: the system's lookup
 * holds its thread for as long as a name service is silent, and so many virtual threads' carriers must not be held.
 */
final class ServiceRounds {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceRounds.class);

    private final List<Service> named;
    private final Thread thread;

    ServiceRounds(List<Service> services) {
        this.named = services.stream().filter(Service::isNamed).toList();
        this.thread = Thread.ofPlatform().daemon().name("service-names").unstarted(this::run);
    }

    /** Without a name there is nothing to do. */
    void start() {
        if (!named.isEmpty()) {
            thread.start();
        }
    }

    void stop() {
        thread.interrupt();
    }

    /** What goes wrong with one name stops neither the others nor the next round. */
    private static void lookedUp(Service service) {
        try {
            service.lookUp();
        } catch (RuntimeException bug) {
            LOG.error(
                    "the names of {} could not be looked up", service.origins().name(), bug);
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                named.forEach(ServiceRounds::lookedUp);
                Thread.sleep(Service.AGAIN);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
