package dev.sallyport.gateway;

import java.util.List;

/**
 * Looks the names of the house's servers up, again and again, beside the requests. On a thread of the machine: the system's lookup
 * holds its thread for as long as a name service is silent, and so many virtual threads' carriers must not be held.
 */
final class ServiceRounds {
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

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                named.forEach(Service::lookUp);
                Thread.sleep(Service.AGAIN);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
