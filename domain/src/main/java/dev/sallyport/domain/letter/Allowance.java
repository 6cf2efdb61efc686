package dev.sallyport.domain.letter;

import dev.sallyport.domain.person.EmailAddress;
import java.time.Instant;

/** Whether one more letter may go to a mailbox whose owner need not have asked for it. */
@FunctionalInterface
public interface Allowance {
    /** Counts the letter if so. */
    boolean admit(EmailAddress to, Instant now);
}
