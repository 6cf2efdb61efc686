package dev.sallyport.auth.authorize;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The product's own web app as the one that asks: where in it the person goes afterwards.
 *
 * @param then a path of the app
 * @param connecting the session of the person to whose account another is to be connected; absent where somebody signs in
 */
record Home(String then, Optional<String> connecting) {
    /** A path and nothing else, so that it can lead to no other host, by no trick with slashes, either. */
    private static final Pattern PATH = Pattern.compile("/|(/[a-z0-9-]{1,40}){1,4}");

    static boolean isPath(String text) {
        return PATH.matcher(text).matches();
    }
}
