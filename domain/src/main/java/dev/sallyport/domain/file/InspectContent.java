package dev.sallyport.domain.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** What is looked at in every content before it becomes a file: its type against the policy, and what a scanner says. */
public final class InspectContent {
    private final BlobStore blobs;
    private final MediaTypes types;
    private final TypePolicy policy;
    private final Optional<Scanner> scanner;
    private final boolean takesUnjudged;

    /**
     * @param scanner who is asked, where somebody is
     * @param takesUnjudged whether files are taken while the scanner cannot be asked
     */
    public InspectContent(
            BlobStore blobs, MediaTypes types, TypePolicy policy, Optional<Scanner> scanner, boolean takesUnjudged) {
        this.blobs = blobs;
        this.types = types;
        this.policy = policy;
        this.scanner = scanner;
        this.takesUnjudged = takesUnjudged;
    }

    Inspected inspect(BlobStore.Kept.Whole whole) throws IOException {
        String type = types.of(whole.head());
        if (!policy.admits(type)) {
            return new Inspected.Refused(new Uploaded.WrongType(type));
        }
        return scanner.isPresent() ? judged(scanner.get(), whole, type) : new Inspected.Admitted(type);
    }

    private Inspected judged(Scanner judge, BlobStore.Kept.Whole whole, String type) throws IOException {
        try (InputStream content = blobs.open(whole.digest(), 0, whole.size())) {
            return switch (judge.scan(content)) {
                case Scanner.Verdict.Clean() -> new Inspected.Admitted(type);
                case Scanner.Verdict.Infected(String what) -> new Inspected.Refused(new Uploaded.Infected(what));
                case Scanner.Verdict.Unjudged(String why) ->
                    takesUnjudged
                            ? new Inspected.Admitted(type)
                            : new Inspected.Refused(new Uploaded.Unkept(new IOException(why)));
            };
        }
    }

    /** What came of it. */
    sealed interface Inspected {
        /** @param type what the bytes show */
        record Admitted(String type) implements Inspected {}

        record Refused(Uploaded why) implements Inspected {}
    }
}
