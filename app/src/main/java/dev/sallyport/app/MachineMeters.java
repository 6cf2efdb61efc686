package dev.sallyport.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;

/**
 * What the Java machine and the operating system tell of this process, under the names that Micrometer gives them everywhere.
 * Reading them costs a part of the start, so they are bound when somebody first wants to know.
 */
final class MachineMeters implements AutoCloseable {
    private final MeterRegistry meters;
    private final JvmGcMetrics collector = new JvmGcMetrics();
    private boolean bound;

    MachineMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Once; later calls do nothing. */
    synchronized void bind() {
        if (bound) {
            return;
        }
        bound = true;
        new JvmMemoryMetrics().bindTo(meters);
        collector.bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ClassLoaderMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new FileDescriptorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        Gauge.builder("sallyport.build.info", () -> 1)
                .description("What runs here")
                .tag("version", Version.here())
                .tag("java", System.getProperty("java.version"))
                .register(meters);
    }

    @Override
    public synchronized void close() {
        if (bound) {
            collector.close();
        }
    }
}
