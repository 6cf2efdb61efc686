package dev.sallyport.domain.person;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.attempt.AttemptKey;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobStore;
import dev.sallyport.domain.token.Links;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The letters to a person's mailbox, each put into the queue with {@code to}, {@code subject}, {@code text} and {@code template}. */
public final class Letters {
    /** The kind of the jobs. */
    public static final String KIND = "mail";

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final JobStore jobs;
    private final Links links;
    private final RandomSource random;

    public Letters(JobStore jobs, Links links, RandomSource random) {
        this.jobs = jobs;
        this.links = links;
        this.random = random;
    }

    /**
     * Asks the mailbox's owner whether they registered. The link carries the password of this registration and no other, so
     * whoever registered the address before has no claim (T25).
     */
    public void welcome(Person person, PasswordHash chosen, Instant now) {
        String payload = person.id() + " " + chosen.phc();
        Secret link = links.to(
                "/verify-email", Purpose.VERIFY_EMAIL, payload, person.id().toString(), now.plus(DAY));
        send("verify-email", person, Optional.empty(), now, "Confirm your address", """
                Somebody, probably you, opened an account with this address. If it was you, confirm it within a day:

                %s

                If it was not you, do nothing: without you the account has no claim on this address.
                """.formatted(link.reveal()));
    }

    /** Tells the owner of an account that somebody tried to register their address again. */
    public void alreadyRegistered(Person person, Instant now) {
        Secret link = resetLink(person, now);
        send(
                "already-registered",
                person,
                once("already-registered", person),
                now,
                "You already have an account",
                """
                Somebody tried to open an account with this address, which has one. Nothing was changed.
                If it was you and you forgot your password, you may choose a new one within an hour:

                %s
                """.formatted(link.reveal()));
    }

    /**
     * Notes that a new password was asked for the address, whosever it is. The note is the same for every address and takes
     * the same time; who lives there is looked up later, outside the request (T24). Asking again while one waits adds none.
     */
    public void forgotten(EmailAddress email, Instant now) {
        jobs.add(new Job(
                random.uuid(now),
                ForgottenPassword.KIND,
                Optional.of(email.value()),
                Map.of("email", email.value()),
                0,
                now,
                now,
                Optional.empty()));
    }

    public void resetPassword(Person person, Instant now) {
        Secret link = resetLink(person, now);
        send("reset-password", person, Optional.empty(), now, "Choose a new password", """
                Somebody, probably you, asked for a new password. Choose it within an hour:

                %s

                If it was not you, do nothing: your password stays as it is.
                """.formatted(link.reveal()));
    }

    /** Tells the owner that sign-in is suspended, with a link that lifts it. */
    public void suspended(Person person, AttemptKey name, Instant now, Instant until) {
        String payload = person.id() + " " + name.value();
        Secret link = links.to("/unlock", Purpose.UNLOCK, payload, person.id().toString(), until);
        send("suspended", person, once("suspended", person), now, "Sign-in to your account is suspended", """
                Too many wrong passwords were tried for your account, so sign-in is suspended until %s.
                Your open sessions, and browsers in which you signed in before, still work. To sign in elsewhere now:

                %s
                """.formatted(
                        until, link.reveal()));
    }

    /** Tells the owner that an account elsewhere signs them in from now on. */
    public void identityLinked(Person person, String provider, Instant now) {
        Secret link = resetLink(person, now);
        send("identity-linked", person, Optional.empty(), now, "Another way to sign in was added", """
                %s was linked to your account and signs you in from now on. If it was you, there is nothing to do.

                If it was not you, somebody knows your password. Choose a new one within an hour, and remove %s from
                the ways to sign in:

                %s
                """.formatted(
                        provider, provider, link.reveal()));
    }

    private Secret resetLink(Person person, Instant now) {
        String id = person.id().toString();
        return links.to("/reset-password", Purpose.RESET_PASSWORD, id, id, now.plus(HOUR));
    }

    private static Optional<String> once(String template, Person person) {
        return Optional.of(template + ":" + person.id());
    }

    private void send(String template, Person person, Optional<String> key, Instant now, String subject, String text) {
        var payload = Map.of("template", template, "to", person.email().value(), "subject", subject, "text", text);
        jobs.add(new Job(random.uuid(now), KIND, key, payload, 0, now, now, Optional.empty()));
    }
}
