package dev.sallyport.worker.mail;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler.Result;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class MailToLogTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(MailToLog.class);

    private final SendMail handler = new SendMail(new MailToLog(), new SimpleMeterRegistry());

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void leave() {
        log.detachAppender(lines);
    }

    private static Job mail(Map<String, String> payload) {
        return new Job(
                new UUID(1, 2), "mail", Optional.empty(), payload, 1, Instant.EPOCH, Instant.EPOCH, Optional.empty());
    }

    @Test
    void T45_a_letter_is_one_line_whatever_it_holds() throws InterruptedException {
        var letter = Map.of(
                "to", "ada@example.org",
                "subject", "Hello\u001b[31m \u0085\u2028\u202e",
                "text", "line\nhttps://id.example.org/verify-email?token=t\u0000");
        assertThat(handler.run(mail(letter))).isEqualTo(new Result.Done());
        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.getFirst().getFormattedMessage())
                .contains("https://id.example.org/verify-email?token=t")
                .doesNotMatch("(?s).*[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}].*");
    }

    @Test
    void T45_a_letter_to_nobody_is_given_up() throws InterruptedException {
        assertThat(handler.run(mail(Map.of("text", "x")))).isInstanceOf(Result.Dead.class);
        var forged = Map.of("to", "ada@example.org\r\nERROR forged", "text", "x");
        assertThat(handler.run(mail(forged))).isInstanceOf(Result.Dead.class);
        assertThat(lines.list).isEmpty();
    }
}
