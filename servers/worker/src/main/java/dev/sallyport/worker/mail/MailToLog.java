package dev.sallyport.worker.mail;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Development mode of mail: the message goes to the log, its one-time link with it, so that a developer can click. It is
 * the one place where such a secret reaches a log, and it says so; mail by SMTP takes its place.
 */
public final class MailToLog implements Postman {
    private static final Logger LOG = LoggerFactory.getLogger(MailToLog.class);

    @Override
    public Delivery deliver(Mail mail) {
        LOG.info(
                "No mail server is set up, so this message is shown here, with its one-time link (development only)."
                        + " To: {} | Subject: {} | {}",
                line(mail.to().value()),
                line(mail.subject()),
                line(mail.text()));
        return new Delivery.Accepted();
    }

    /** One line without control characters, so that no message can forge a line of the log (T45). */
    private static String line(String text) {
        return text.strip().replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
    }
}
