package dev.sallyport.measure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a server answered. */
record Answer(int status, String headers, String body) {
    private static final Pattern COOKIE = Pattern.compile("(?im)^set-cookie: *([^=]+=[^;]+);");
    private static final Pattern CODE = Pattern.compile("(?im)^location: .*[?&]code=([^&\\s]+)");

    boolean isGood() {
        return status >= 200 && status < 400;
    }

    /** The cookies it sets, as a browser sends them back. */
    String cookies() {
        return COOKIE.matcher(headers).results().map(found -> found.group(1)).collect(Collectors.joining("; "));
    }

    /** The authorization code of a redirect. */
    String code() {
        Matcher found = CODE.matcher(headers);
        if (!found.find()) {
            throw new IllegalStateException("no code in the answer " + status + " " + headers);
        }
        return found.group(1);
    }

    /** The text under {@code name} in a JSON body; read without a parser, for the load must be cheap. */
    String text(String name) {
        String before = "\"" + name + "\":\"";
        int at = body.indexOf(before);
        if (at < 0) {
            throw new IllegalStateException("no " + name + " in the answer " + status + " " + body);
        }
        return body.substring(at + before.length(), body.indexOf('"', at + before.length()));
    }
}
