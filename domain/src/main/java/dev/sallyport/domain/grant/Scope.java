package dev.sallyport.domain.grant;

import dev.sallyport.domain.Spec;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A set of scope tokens, printed in order and separated by one space. */
public record Scope(SortedSet<String> tokens) {
    private static final Pattern TOKEN = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,128}");
    private static final int MOST = 100;

    public static final Scope NONE = new Scope(new TreeSet<>());

    public Scope {
        tokens = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(tokens));
    }

    /** The scope written as {@code text}, or empty when a token has a character that the grammar does not allow. */
    @Spec("RFC 6749 §3.3")
    public static Optional<Scope> parse(String text) {
        var tokens = Arrays.stream(text.split(" ", -1))
                .filter(t -> !t.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        boolean fits = tokens.size() <= MOST
                && tokens.stream().allMatch(t -> TOKEN.matcher(t).matches());
        return fits ? Optional.of(new Scope(tokens)) : Optional.empty();
    }

    public static Scope of(String... tokens) {
        return new Scope(new TreeSet<>(Arrays.asList(tokens)));
    }

    public boolean covers(Scope other) {
        return tokens.containsAll(other.tokens);
    }

    public boolean isEmpty() {
        return tokens.isEmpty();
    }

    @Override
    public String toString() {
        return String.join(" ", tokens);
    }
}
