package dev.sallyport.worker.mail;

import dev.sallyport.domain.Spec;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.util.Date;

/** A letter as it stands on the wire; the same letter is the same message, however often it goes. */
final class MimeLetter extends MimeMessage {
    private static final String UTF_8 = "UTF-8";

    private final String messageId;

    private MimeLetter(Session session, String messageId) {
        super(session);
        this.messageId = messageId;
    }

    @Spec("RFC 5322 §3.6.4")
    @Spec("RFC 2046 §5.1.4")
    @Spec("RFC 3834 §5")
    static MimeMessage of(Session session, Sender from, Mail mail) throws MessagingException {
        var message = new MimeLetter(session, "<" + mail.id() + "@" + from.domain() + ">");
        message.setFrom(address(from));
        message.setRecipient(RecipientType.TO, new InternetAddress(mail.to().value(), true));
        message.setSubject(mail.subject(), UTF_8);
        message.setSentDate(Date.from(mail.written()));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setContentLanguage(new String[] {mail.language()});
        if (mail.html().isEmpty()) {
            message.setText(mail.text(), UTF_8);
        } else {
            var plain = new MimeBodyPart();
            plain.setText(mail.text(), UTF_8);
            var html = new MimeBodyPart();
            html.setText(mail.html().get(), UTF_8, "html");
            message.setContent(new MimeMultipart("alternative", plain, html));
        }
        message.saveChanges();
        return message;
    }

    private static InternetAddress address(Sender from) {
        try {
            return new InternetAddress(from.address().value(), from.name().isEmpty() ? null : from.name(), UTF_8);
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ours, in the place of one that the library makes up: a letter that went twice can be told by it. */
    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }
}
