package dev.sallyport.worker.mail;

import dev.sallyport.domain.letter.KeptLetter;
import dev.sallyport.domain.letter.KeptLetters;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Development mode of mail: a letter stays in the house, for a developer to read in the mailbox of the monitor. The log says
 * where, and nothing of the letter.
 */
public final class KeepMail implements Postman {
    /** More than a developer looks at; the oldest go. */
    private static final int MOST = 200;

    private static final Logger LOG = LoggerFactory.getLogger(KeepMail.class);

    private final KeptLetters letters;
    private final String where;
    private final boolean development;

    /**
     * @param where a sentence that says where they are read
     * @param development whether nobody but a developer is here, so that this is as it should be
     */
    public KeepMail(KeptLetters letters, String where, boolean development) {
        this.letters = letters;
        this.where = where;
        this.development = development;
    }

    @Override
    public Delivery deliver(Mail mail) {
        letters.keep(
                new KeptLetter(
                        mail.id(),
                        mail.to().value(),
                        mail.language(),
                        mail.subject(),
                        mail.text(),
                        mail.html(),
                        mail.written()),
                MOST);
        LOG.warn("No mail server is set up, so a letter was not sent. {}", where);
        return new Delivery.Accepted();
    }

    @Override
    public Optional<String> trouble() {
        return development
                ? Optional.empty()
                : Optional.of("no mail server is set up (mail.smtp), so nobody gets the letters");
    }
}
