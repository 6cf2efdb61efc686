package dev.sallyport.auth.password;

import dev.sallyport.domain.credential.PasswordHash;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A PHC string of Argon2id taken apart: {@code $argon2id$v=19$m=…,t=…,p=…$salt$tag}. */
record Phc(Argon2.Cost cost, byte[] salt, byte[] tag) {
    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})\\$([A-Za-z0-9+/]{11,64})\\$([A-Za-z0-9+/]{43})");

    /** KiB in one check of a hash from elsewhere. */
    private static final int MOST_MEMORY = 64 * 1024;

    /** KiB times passes, about a second of one core. */
    private static final long MOST_WORK = 1024 * 1024;

    /** Whether a hash from elsewhere may cost that much. */
    static boolean isAffordable(Argon2.Cost cost) {
        return cost.passes() >= 1
                && cost.parallelism() >= 1
                && cost.parallelism() <= 16
                && cost.memory() >= 8 * cost.parallelism()
                && cost.memory() <= MOST_MEMORY
                && (long) cost.memory() * cost.passes() <= MOST_WORK;
    }

    static Optional<Phc> parse(PasswordHash hash) {
        Matcher form = FORM.matcher(hash.phc());
        if (!form.matches()) {
            return Optional.empty();
        }
        var cost = new Argon2.Cost(number(form, 1), number(form, 2), number(form, 3));
        var decoder = Base64.getDecoder();
        return Optional.of(new Phc(cost, decoder.decode(form.group(4)), decoder.decode(form.group(5))));
    }

    private static int number(Matcher form, int group) {
        return Integer.parseInt(form.group(group));
    }

    PasswordHash hash() {
        var encoder = Base64.getEncoder().withoutPadding();
        return new PasswordHash("$argon2id$v=19$m=" + cost.memory() + ",t=" + cost.passes() + ",p=" + cost.parallelism()
                + "$" + encoder.encodeToString(salt) + "$" + encoder.encodeToString(tag));
    }
}
