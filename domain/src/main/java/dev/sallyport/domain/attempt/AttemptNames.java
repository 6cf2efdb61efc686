package dev.sallyport.domain.attempt;

import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.PersonId;
import java.text.Normalizer;
import java.util.Locale;

/** Makes the keys that failures are counted on: the same for every spelling of a name (T20), unreadable in the database. */
public final class AttemptNames {
    private static final int LONGEST = 320;
    private final KeyedDigest digest;

    public AttemptNames(Sealer sealer) {
        this.digest = new KeyedDigest(sealer.derive("attempt-names"));
    }

    /** The key of a name as somebody typed it, whether or not it is a mail address or anybody's. */
    public AttemptKey ofName(String typed) {
        return new AttemptKey(digest.of("name", canonical(typed)));
    }

    /** The key of a browser at an account that knows it. */
    public AttemptKey ofBrowser(String browser, PersonId person) {
        return new AttemptKey(digest.of("browser", browser, person.toString()));
    }

    private static String canonical(String typed) {
        return EmailAddress.parse(typed).map(EmailAddress::value).orElseGet(() -> folded(typed));
    }

    private static String folded(String typed) {
        String cut = typed.length() > LONGEST ? typed.substring(0, LONGEST) : typed;
        return Normalizer.normalize(cut, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .strip();
    }
}
