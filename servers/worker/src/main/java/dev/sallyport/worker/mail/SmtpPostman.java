package dev.sallyport.worker.mail;

import dev.sallyport.domain.Spec;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** Gives letters to a mail server by SMTP. Nothing of the mail library is loaded before the first letter. */
public final class SmtpPostman implements Postman {
    private static final int PERMANENT = 500;
    private static final int CLOSING = 421;

    private final SmtpServer server;
    private final SmtpConnections connections;
    private final MailTrouble trouble;

    public SmtpPostman(SmtpServer server, InstantSource clock) {
        this.server = server;
        this.connections = new SmtpConnections(server, clock);
        this.trouble = new MailTrouble(server.where(), clock);
    }

    /**
     * Hands the letter over. What the server says about the recipient or the letter decides about the letter; what it says about
     * us (the password, the sender), and its silence, are no letter's fault, so the letter waits.
     */
    @Override
    @Spec("RFC 5321 §4.2.1")
    public Delivery deliver(Mail mail) throws InterruptedException {
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(mail.to().value())) {
            return new Delivery.Refused("the address needs SMTPUTF8 (RFC 6531), which is not spoken here");
        }
        Delivery came = attempt(mail);
        if (came instanceof Delivery.Away(String why)) {
            trouble.met(why);
        } else {
            trouble.over();
        }
        return came;
    }

    private Delivery attempt(Mail mail) throws InterruptedException {
        SmtpConnections.Held held;
        try {
            held = connections.take();
        } catch (MessagingException e) {
            return new Delivery.Away(told(e, mail));
        }
        boolean usable = false;
        try {
            MimeMessage message = written(mail);
            held.transport().sendMessage(message, message.getRecipients(Message.RecipientType.TO));
            usable = true;
            return new Delivery.Accepted();
        } catch (MessagingException e) {
            Delivery judged = judge(e, mail);
            usable = !(judged instanceof Delivery.Away) && held.transport().isConnected();
            return judged;
        } finally {
            connections.giveBack(held, usable);
        }
    }

    private MimeMessage written(Mail mail) throws MessagingException {
        MimeMessage letter = MimeLetter.of(connections.session(), server.from(), mail);
        return server.dkim().isPresent() ? server.dkim().get().sign(letter) : letter;
    }

    private static Delivery judge(MessagingException e, Mail mail) {
        String why = told(e, mail);
        Optional<Integer> address = causes(e)
                .filter(SMTPAddressFailedException.class::isInstance)
                .map(cause -> ((SMTPAddressFailedException) cause).getReturnCode())
                .findFirst();
        if (address.isPresent()) {
            return byCode(address.get(), why);
        }
        boolean ours = causes(e)
                .anyMatch(c -> c instanceof SMTPSenderFailedException || c instanceof AuthenticationFailedException);
        if (!ours && e instanceof SMTPSendFailedException letter && letter.getReturnCode() > 0) {
            return byCode(letter.getReturnCode(), why);
        }
        return new Delivery.Away(why);
    }

    private static Delivery byCode(int code, String why) {
        if (code == CLOSING) {
            return new Delivery.Away(why);
        }
        return code >= PERMANENT ? new Delivery.Refused(why) : new Delivery.Later(why);
    }

    /** The words that say most, without the recipient. */
    private static String told(MessagingException e, Mail mail) {
        String words = causes(e)
                .map(Exception::getMessage)
                .filter(said -> said != null && !said.isBlank())
                .reduce((outer, inner) -> inner)
                .orElse(e.getClass().getSimpleName());
        return words.strip().replace(mail.to().value(), "(the recipient)");
    }

    private static Stream<Exception> causes(MessagingException e) {
        return Stream.iterate(
                e,
                cause -> cause != null,
                cause -> cause instanceof MessagingException messaging ? messaging.getNextException() : null);
    }

    @Override
    public Optional<String> trouble() {
        return trouble.now();
    }

    @Override
    public void close() {
        connections.close();
    }
}
