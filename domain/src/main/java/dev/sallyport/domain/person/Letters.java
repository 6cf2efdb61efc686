package dev.sallyport.domain.person;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.attempt.AttemptKey;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobStore;
import dev.sallyport.domain.letter.Allowance;
import dev.sallyport.domain.token.Links;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The letters to people's mailboxes, each put into the queue as a job with {@code template}, {@code to}, {@code language} and the
 * facts that its template tells. A language is a tag such as {@code de}; that of the request where the person's is not known,
 * and empty where neither is.
 */
public final class Letters {
    /** The kind of the jobs. */
    public static final String KIND = "mail";

    /** How long the old mailbox can take a changed address back, and so how long the next change has to wait. */
    public static final Duration UNDO = Duration.ofDays(7);

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final JobStore jobs;
    private final Links links;
    private final Mailboxes mailboxes;
    private final Allowance allowance;
    private final RandomSource random;

    /** @param allowance how many letters strangers can have written to one mailbox */
    public Letters(JobStore jobs, Links links, Mailboxes mailboxes, Allowance allowance, RandomSource random) {
        this.jobs = jobs;
        this.links = links;
        this.mailboxes = mailboxes;
        this.allowance = allowance;
        this.random = random;
    }

    /**
     * Asks the mailbox's owner whether they registered. The link carries the password of this registration and no other, so
     * whoever registered the address before has no claim (T25).
     */
    public void welcome(Person person, PasswordHash chosen, String language, Instant now) {
        String payload = person.id() + " " + chosen.phc();
        Secret link = links.to(
                "/verify-email", Purpose.VERIFY_EMAIL, payload, person.id().toString(), now.plus(DAY));
        asked("verify-email", person, Optional.empty(), Map.of("link", link.reveal()), language, now);
    }

    /** Tells the owner of an account that somebody tried to register their address again. */
    public void alreadyRegistered(Person person, String language, Instant now) {
        var facts = Map.of("link", resetLink(person, now.plus(HOUR)));
        asked("already-registered", person, once("already-registered", person), facts, language, now);
    }

    /**
     * Notes that a new password was asked for the address, whosever it is. The note is the same for every address and takes
     * the same time; who lives there is looked up later, outside the request (T24). Asking again while one waits adds none.
     */
    public void forgotten(EmailAddress email, String language, Instant now) {
        jobs.add(new Job(
                random.uuid(now),
                ForgottenPassword.KIND,
                Optional.of(email.value()),
                Map.of("email", email.value(), "language", language),
                0,
                now,
                now,
                Optional.empty()));
    }

    /** Lets the owner choose a new password, since somebody asked for it. */
    public void resetPassword(Person person, String language, Instant now) {
        var facts = Map.of("link", resetLink(person, now.plus(HOUR)));
        asked("reset-password", person, Optional.empty(), facts, language, now);
    }

    /** Tells the owner that sign-in is suspended, with a link that lifts it. */
    public void suspended(Person person, AttemptKey name, Instant now, Instant until) {
        String payload = person.id() + " " + name.value();
        Secret link = links.to("/unlock", Purpose.UNLOCK, payload, person.id().toString(), until);
        var facts = Map.of("link", link.reveal(), "until", until.toString());
        asked("suspended", person, once("suspended", person), facts, "", now);
    }

    /** Lets somebody choose their first password whose account an operator opened. */
    public void invited(Person person, Secret link, Instant now) {
        send("invitation", person, person.email(), Optional.empty(), Map.of("link", link.reveal()), "", now);
    }

    /** Tells the owner that an account elsewhere signs them in from now on. */
    public void identityLinked(Person person, String provider, Instant now) {
        var facts = Map.of("link", resetLink(person, now.plus(HOUR)), "provider", provider);
        send("identity-linked", person, person.email(), Optional.empty(), facts, "", now);
    }

    /** Asks the owner of {@code to} whether it is to be the person's address. */
    public void changeEmail(Person person, EmailAddress to, String language, Instant now) {
        String id = person.id().toString();
        links.withdraw(Purpose.CHANGE_EMAIL, id);
        String payload = String.join(" ", id, person.email().value(), to.value());
        Secret link = links.to("/change-email", Purpose.CHANGE_EMAIL, payload, id, now.plus(HOUR));
        if (allowance.admit(to, now)) {
            send("change-email", person, to, Optional.empty(), Map.of("link", link.reveal()), language, now);
        }
    }

    /** Asks the owner whether the account and everything in it is to go. Only the newest such link is good. */
    public void eraseAccount(Person person, String language, Instant now) {
        String id = person.id().toString();
        links.withdraw(Purpose.ERASE, id);
        Secret link = links.to("/erase-account", Purpose.ERASE, id, id, now.plus(HOUR));
        if (allowance.admit(person.email(), now)) {
            send(
                    "erase-account",
                    person,
                    person.email(),
                    Optional.empty(),
                    Map.of("link", link.reveal()),
                    language,
                    now);
        }
    }

    /** Tells the owner that the archive of everything that is kept about them is there. */
    public void exportReady(Person person, Instant until, Instant now) {
        var facts = Map.of("link", links.page("/account"), "until", until.toString());
        send("export-ready", person, person.email(), Optional.empty(), facts, "", now);
    }

    /** Tells the mailbox {@code from} that the person has another now, with a link that takes it back. */
    public void emailChanged(Person person, EmailAddress from, EmailAddress to, Instant now) {
        String id = person.id().toString();
        links.withdraw(Purpose.UNDO_EMAIL, id);
        String payload = String.join(" ", id, to.value(), from.value());
        Secret link = links.to("/undo-email", Purpose.UNDO_EMAIL, payload, id, now.plus(UNDO));
        var facts = Map.of("link", link.reveal(), "email", to.value());
        send("email-changed", person, from, Optional.empty(), facts, "", now);
    }

    /** Tells the owner of a sign-in on a device that was not known. */
    public void newDevice(Person person, String device, Instant at, Instant now) {
        var facts = Map.of("link", resetLink(person, now.plus(DAY)), "device", device, "at", at.toString());
        send("new-device", person, person.email(), once("new-device", person), facts, "", now);
    }

    /** Tells the owner that a session was ended because its token came twice, as a stolen one does. */
    public void sessionStolen(Person person, String device, Instant at, Instant now) {
        var facts = Map.of("link", resetLink(person, now.plus(DAY)), "device", device, "at", at.toString());
        send("session-stolen", person, person.email(), once("session-stolen", person), facts, "", now);
    }

    /** Tells the owner that there is another password now. */
    public void passwordChanged(Person person, Instant at, Instant now) {
        var facts = Map.of("link", resetLink(person, now.plus(DAY)), "at", at.toString());
        send("password-changed", person, person.email(), once("password-changed", person), facts, "", now);
    }

    private String resetLink(Person person, Instant expires) {
        String id = person.id().toString();
        return links.to("/reset-password", Purpose.RESET_PASSWORD, id, id, expires)
                .reveal();
    }

    private static Optional<String> once(String template, Person person) {
        return Optional.of(template + ":" + person.id());
    }

    /** A letter that a stranger can have written: beyond the allowance it is not, and the asker learns nothing of it (T24). */
    private void asked(
            String template,
            Person person,
            Optional<String> key,
            Map<String, String> facts,
            String language,
            Instant now) {
        if (allowance.admit(person.email(), now)) {
            send(template, person, person.email(), key, facts, language, now);
        }
    }

    private void send(
            String template,
            Person person,
            EmailAddress to,
            Optional<String> key,
            Map<String, String> facts,
            String language,
            Instant now) {
        var payload = new HashMap<>(facts);
        payload.put("template", template);
        payload.put("to", to.value());
        payload.put("language", mailboxes.language(person.id()).orElse(language));
        jobs.add(new Job(random.uuid(now), KIND, key, payload, 0, now, now, Optional.empty()));
    }
}
