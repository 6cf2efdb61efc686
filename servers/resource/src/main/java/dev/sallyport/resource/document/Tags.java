package dev.sallyport.resource.document;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.document.Document;
import dev.sallyport.domain.document.Space;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Entity tags of documents: the version, and a mark of the space. At one address each person may see a document of their own, and a
 * browser's cache must not take one person's for another's.
 */
final class Tags {
    private static final Pattern FORM = Pattern.compile("\"(\\d{1,18})\\.([A-Za-z0-9_-]{10})\"");
    private static final int MARK = 10;

    private Tags() {}

    @Spec("RFC 9110 §8.8.1")
    static String of(Document document) {
        return "\"" + document.version() + "." + mark(document.space()) + "\"";
    }

    /** The version that a tag of this space says; empty for any other tag, and for weak ones. */
    static Optional<Long> version(String tag, Space space) {
        Matcher found = FORM.matcher(tag);
        return found.matches() && found.group(2).equals(mark(space))
                ? Optional.of(Long.parseLong(found.group(1)))
                : Optional.empty();
    }

    private static String mark(Space space) {
        return Digest.of(space.collection() + " " + space.name()).value().substring(0, MARK);
    }
}
