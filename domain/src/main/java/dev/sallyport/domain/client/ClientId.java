package dev.sallyport.domain.client;

import java.util.regex.Pattern;

/** Which client (RFC 6749 §2.2): 1 to 200 visible ASCII characters. */
public record ClientId(String value) {
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7E]{1,200}");

    /** The product's own web app, behind the browser gate. */
    public static final ClientId WEB = new ClientId("sallyport-web");

    /** The product's own apps, at {@code login_mobile}. */
    public static final ClientId MOBILE = new ClientId("sallyport-mobile");

    /** The product's own page about its API, which holds an access token while it is open. */
    public static final ClientId DOCS = new ClientId("sallyport-docs");

    public ClientId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a client id is 1 to 200 visible ASCII characters");
        }
    }

    /** Whether this is one of the product's own apps, whose people sign in with a password here. */
    public boolean isFirstParty() {
        return equals(WEB) || equals(MOBILE) || equals(DOCS);
    }

    @Override
    public String toString() {
        return value;
    }
}
