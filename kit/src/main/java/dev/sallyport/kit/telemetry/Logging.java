package dev.sallyport.kit.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/**
 * How the log is written: readable lines by default, JSON when the system property {@code sallyport.log} says {@code json}.
 * A JSON line says in the course of which trace it was written ({@link TracedLines}).
 * Control characters of a message cannot reach a readable line, and JSON escapes them (T45). Found by Logback as a service.
 */
public final class Logging extends ContextAwareBase implements Configurator {
    /** {@code text} (the default) or {@code json}. */
    public static final String FORMAT = "sallyport.log";

    /** The logger that gets a line for each request. */
    public static final String ACCESS = "access";

    private static final String LINE = "%d{HH:mm:ss.SSS} %-5level %replace(%msg){'[\\p{Cntrl}]', ' '} "
            + "%replace(%kvp){'[\\p{Cntrl}]', ' '}%n%replace(%ex){'[\\p{Cntrl}&&[^\n\t]]', ' '}";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        boolean json = System.getProperty(FORMAT, "text").equals("json");
        Encoder<ILoggingEvent> encoder = json ? json(context) : text(context);
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setContext(context);
        console.setName("console");
        console.setEncoder(encoder);
        console.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(console);
        context.getLogger("dev.sallyport").setLevel(Level.INFO);
        // What goes wrong with a schema is told once, by who asked for it, in words for an operator.
        context.getLogger("org.flywaydb").setLevel(Level.OFF);
        // On a terminal only what went wrong is told of requests; a log collector gets every line.
        context.getLogger(ACCESS).setLevel(json ? Level.INFO : Level.WARN);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        var encoder = new TracedLines();
        encoder.setContext(context);
        encoder.setWithContext(false);
        encoder.setWithMDC(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithArguments(false);
        encoder.setWithMessage(false);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(LINE);
        encoder.start();
        return encoder;
    }
}
