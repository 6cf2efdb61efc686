package dev.sallyport.worker;

import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Development mode of mail: the message goes to the log, its one-time link with it, so that a developer can click. It is
 * the one place where such a secret reaches a log, and it says so; mail by SMTP takes its place.
 */
public final class MailToLog implements JobHandler {
    private static final Logger LOG = LoggerFactory.getLogger(MailToLog.class);

    @Override
    public Result run(Job job) {
        String to = job.payload().getOrDefault("to", "");
        String text = job.payload().getOrDefault("text", "");
        if (to.isEmpty() || text.isEmpty()) {
            return new Result.Dead("a mail without a recipient or a text");
        }
        LOG.info(
                "No mail server is set up, so this message is shown here, with its one-time link (development only)."
                        + " To: {} | Subject: {} | {}",
                line(to),
                line(job.payload().getOrDefault("subject", "")),
                line(text));
        return new Result.Done();
    }

    /** One line without control characters, so that no message can forge a line of the log (T45). */
    private static String line(String text) {
        return text.strip().replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
    }
}
