package dev.sallyport.app;

import dev.sallyport.domain.key.KeyAges;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.gateway.tls.KeptCertificates;
import dev.sallyport.monitor.Check;
import dev.sallyport.monitor.ClockWatch;
import dev.sallyport.monitor.FlightRecorder;
import dev.sallyport.monitor.MonitorServer;
import dev.sallyport.monitor.Profiles;
import dev.sallyport.monitor.history.HistoryFile;
import dev.sallyport.monitor.history.KeptHistory;
import dev.sallyport.monitor.mailbox.Mailbox;
import dev.sallyport.monitor.page.Pages;
import dev.sallyport.worker.WorkerServer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Makes the monitor: what it asks, what it looks at again and again, and what it shows. */
final class MonitorRoom implements AutoCloseable {
    private static final Duration KEYS_LOOKED_AT = Duration.ofMinutes(1);
    private static final String HISTORY = "monitor.history";

    private final Configuration configuration;
    private final Ports ports;
    private final Machine machine;
    private final PrometheusMeterRegistry meters;
    private final MachineMeters ofMachine;
    private final MultiGauge keyAges;
    private final KeyAges keys;
    private Instant keysLookedAt = Instant.MIN;

    MonitorRoom(Configuration configuration, Ports ports, Machine machine, PrometheusMeterRegistry meters) {
        this.configuration = configuration;
        this.ports = ports;
        this.machine = machine;
        this.meters = meters;
        this.ofMachine = new MachineMeters(meters);
        this.keys = new KeyAges(ports.stores().keys(), configuration.monitor().keyAge(), machine.clock());
        this.keyAges = MultiGauge.builder("sallyport.key.age")
                .description("Age of the youngest signing key, by algorithm")
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("sallyport.disk.free", () -> DataFolder.free(configuration.data()))
                .description("Space left on the disk of the data folder")
                .baseUnit("bytes")
                .register(meters);
    }

    /** @param closing whether the house closes */
    MonitorServer monitor(
            Optional<WorkerServer> worker,
            Optional<KeptCertificates> certificates,
            Optional<Mailbox> mailbox,
            Pages pages,
            BooleanSupplier closing) {
        var clock = new ClockWatch(machine.clock(), machine.nanos(), ports.stores()::clock, meters);
        List<Check> checks = checks(worker, certificates, clock, closing);
        var watch = new MonitorServer.Watch(
                meters,
                new KeptHistory(new HistoryFile(configuration.data().resolve(HISTORY))),
                List.of(ofMachine::bind, clock::look, this::lookAtKeys),
                machine.clock(),
                machine.nanos());
        Optional<Profiles> profiles =
                configuration.monitor().isHere() ? Optional.of(new Profiles(new FlightRecorder())) : Optional.empty();
        return new MonitorServer(checks, this::scrape, watch, Version.here(), pages, mailbox, profiles);
    }

    private String scrape() {
        ofMachine.bind();
        return meters.scrape();
    }

    private List<Check> checks(
            Optional<WorkerServer> worker,
            Optional<KeptCertificates> certificates,
            ClockWatch clock,
            BooleanSupplier closing) {
        var checks = new ArrayList<Check>();
        checks.add(new Check("database", () -> {
            ports.stores().ping();
            return Optional.empty();
        }));
        // While nothing can be written much still works, and no other process would do better.
        checks.add(Check.told("writes", ports.stores()::refusal));
        checks.add(new Check("disk", () -> DataFolder.shortage(configuration.data()), configuration.worksOnDisk()));
        checks.add(new Check(
                "doors", () -> closing.getAsBoolean() ? Optional.of("the house is closing") : Optional.empty()));
        checks.addAll(ports.cache().checks());
        worker.ifPresent(w -> checks.add(new Check("worker", w::trouble)));
        worker.ifPresent(w -> checks.add(Check.told("queue", w::queueTrouble)));
        worker.ifPresent(w -> checks.add(Check.told("mail", w::mailTrouble)));
        certificates.ifPresent(kept -> checks.add(Check.told("certificate", kept::trouble)));
        checks.add(Check.told("keys", keys::trouble));
        checks.add(Check.told("clock", clock::trouble));
        return checks;
    }

    private void lookAtKeys() {
        Instant now = machine.clock().instant();
        if (Duration.between(keysLookedAt, now).abs().compareTo(KEYS_LOOKED_AT) < 0) {
            return;
        }
        keyAges.register(
                keys.youngest().entrySet().stream()
                        .map(age -> row(age.getKey(), age.getValue()))
                        .toList(),
                true);
        keysLookedAt = now;
    }

    private static MultiGauge.Row<?> row(Algorithm algorithm, Duration age) {
        return MultiGauge.Row.of(Tags.of("algorithm", algorithm.joseName()), age.toSeconds());
    }

    @Override
    public void close() {
        ofMachine.close();
    }
}
