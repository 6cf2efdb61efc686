package dev.sallyport.gateway;

import java.util.regex.Pattern;

/** A web origin exactly as browsers write it in {@code Origin}: scheme, host in lower case, port unless it is the usual one. */
public record WebOrigin(String value) {
    private static final Pattern FORM = Pattern.compile(
            "(https?)://(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]{2,45}\\])(?::([1-9][0-9]{0,4}))?");

    public WebOrigin {
        var matcher = FORM.matcher(value);
        boolean usualPort = value.startsWith("https:") ? value.endsWith(":443") : value.endsWith(":80");
        if (!matcher.matches() || usualPort || value.length() > 255) {
            throw new IllegalArgumentException("must be an exact origin such as https://app.example.org:"
                    + " no wildcard, no path, no slash at the end, lower case, no usual port");
        }
    }

    /** @throws IllegalArgumentException when it is none */
    public static WebOrigin of(String text) {
        return new WebOrigin(text);
    }
}
