package dev.sallyport.domain.person;

import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler;
import java.time.InstantSource;
import java.util.Optional;

/** Sends the letter with which the owner of a mailbox chooses a new password, if an active account lives there. */
public final class ForgottenPassword implements JobHandler {
    /** The kind of the jobs. */
    public static final String KIND = "forgotten-password";

    private final PersonStore people;
    private final Letters letters;
    private final InstantSource clock;

    public ForgottenPassword(PersonStore people, Letters letters, InstantSource clock) {
        this.people = people;
        this.letters = letters;
        this.clock = clock;
    }

    @Override
    public Result run(Job job) {
        Optional<EmailAddress> email = EmailAddress.parse(job.payload().getOrDefault("email", ""));
        if (email.isEmpty()) {
            return new Result.Dead("the job names no address");
        }
        people.byEmail(email.get())
                .filter(Person::isActive)
                .ifPresent(person ->
                        letters.resetPassword(person, job.payload().getOrDefault("language", ""), clock.instant()));
        return new Result.Done();
    }
}
