package dev.sallyport.worker.mail;

import dev.sallyport.domain.Spec;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.security.interfaces.RSAPrivateKey;
import org.simplejavamail.utils.mail.dkim.Canonicalization;
import org.simplejavamail.utils.mail.dkim.DkimException;
import org.simplejavamail.utils.mail.dkim.DkimMessage;
import org.simplejavamail.utils.mail.dkim.DkimSigner;
import org.simplejavamail.utils.mail.dkim.SigningAlgorithm;

/**
 * How letters are signed for their receivers' servers.
 *
 * @param domain in which the public key stands, at {@code selector._domainkey.domain}
 * @param key RSA, from 2048 bits
 */
public record Dkim(String domain, String selector, RSAPrivateKey key) {
    /** The letter with a signature over its body and the header fields that its reader sees. */
    @Spec("RFC 6376 §5")
    @Spec("RFC 8301 §3")
    MimeMessage sign(MimeMessage letter) throws MessagingException {
        try {
            var signer = new DkimSigner(domain, selector, key);
            signer.setSigningAlgorithm(SigningAlgorithm.SHA256_WITH_RSA);
            signer.setHeaderCanonicalization(Canonicalization.RELAXED);
            signer.setBodyCanonicalization(Canonicalization.RELAXED);
            signer.setLengthParam(false);
            // Whether the key stands in the DNS is for the operator to see to, and not for each letter.
            signer.setCheckDomainKey(false);
            return new DkimMessage(letter, signer);
        } catch (DkimException e) {
            throw new MessagingException("the letter cannot be signed: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "Dkim[" + selector + "._domainkey." + domain + "]";
    }
}
