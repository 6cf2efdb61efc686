package dev.sallyport.app;

import dev.sallyport.auth.endpoint.ToldEvent;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.AuditFinding;
import dev.sallyport.domain.audit.AuditHead;
import dev.sallyport.domain.audit.AuditQuery;
import dev.sallyport.domain.audit.VerifyAudit;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.kit.json.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What an operator does about the log of security events. */
@Command(
        name = "audit",
        description = "The log of security events, beside a running house or without one.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sallyport audit verify",
            "  sallyport audit verify --head 17.gkmC…",
            "  sallyport audit export --from 2026-11-01 --until 2026-12-01"
        })
final class AuditCommand {
    @Spec
    private CommandSpec spec;

    @Command(
            name = "verify",
            description = {
                "Look for events that were changed, removed, put in or moved by hand, and name each.",
                "Exit code 0: none; 1: there are. Note the head elsewhere: given back by --head, it proves",
                "that nothing was cut off behind it."
            },
            mixinStandardHelpOptions = true)
    int verify(
            @Option(names = "--head", paramLabel = "HEAD", description = "The head that an earlier call ended with.")
                    String head,
            @Option(names = "--json", description = "Print one JSON object a line.") boolean json,
            @Mixin Sources sources) {
        Errand errand = Errand.of(spec, sources);
        Optional<AuditHead> noted = Optional.ofNullable(head).flatMap(AuditHead::parse);
        if (head != null && noted.isEmpty()) {
            return errand.usage(head + " is no head.", "It is a number, a dot and 43 letters, as verify prints it.");
        }
        return errand.run(desk -> {
            var count = new AtomicLong();
            Consumer<AuditFinding> tell = finding -> {
                count.incrementAndGet();
                var told = AuditReport.Finding.of(finding);
                errand.out().println(json ? Json.text(told) : told.line());
            };
            VerifyAudit.Walked walked = desk.verifyAudit().verify(noted, tell);
            var summary = AuditReport.Summary.of(walked, count.get());
            errand.out().println(json ? Json.text(summary) : summary.text());
            return count.get() == 0 ? Exit.DONE : Exit.FINDINGS;
        });
    }

    @Command(
            name = "export",
            description = "Print events as JSON, one a line, newest first.",
            mixinStandardHelpOptions = true)
    int export(
            @Option(
                            names = "--from",
                            paramLabel = "TIME",
                            description =
                                    "The first moment: 2026-11-24, or 2026-11-24T12:00:00Z; days are those of UTC.",
                            converter = Moment.class)
                    Instant from,
            @Option(
                            names = "--until",
                            paramLabel = "TIME",
                            description = "The moment behind the last.",
                            converter = Moment.class)
                    Instant until,
            @Mixin Sources sources) {
        Errand errand = Errand.of(spec, sources);
        var query = new AuditQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(from).orElse(Instant.EPOCH),
                Optional.ofNullable(until).orElse(Instant.MAX));
        return errand.run(desk -> {
            Optional<String> after = Optional.empty();
            do {
                Page<AuditEvent> page = desk.stores().audit().find(query, new Slice(after, Slice.MOST));
                page.items().forEach(event -> errand.out().println(Json.text(ToldEvent.of(event))));
                after = page.next();
            } while (after.isPresent());
            return Exit.DONE;
        });
    }

    /** A day or a moment, as it is typed. */
    static final class Moment implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String typed) {
            try {
                return typed.indexOf('T') < 0
                        ? LocalDate.parse(typed).atStartOfDay(ZoneOffset.UTC).toInstant()
                        : Instant.parse(typed);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException(
                        typed + " is no time; it is written 2026-11-24 or 2026-11-24T12:00:00Z");
            }
        }
    }
}
