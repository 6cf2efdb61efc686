package dev.sallyport.files;

import dev.sallyport.domain.file.FileId;
import dev.sallyport.kit.http.Request;
import java.util.Optional;
import java.util.regex.Pattern;

/** The border where {@code {id}} of a path becomes a {@link FileId}. */
final class Ids {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private Ids() {}

    static Optional<FileId> of(Request request) {
        String text = request.variable("id");
        return ID.matcher(text).matches() ? Optional.of(FileId.of(text)) : Optional.empty();
    }
}
