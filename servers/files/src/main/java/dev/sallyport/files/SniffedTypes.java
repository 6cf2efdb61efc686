package dev.sallyport.files;

import dev.sallyport.domain.file.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;

/**
 * Tells media types by the bytes alone: the common ones by their {@link MagicNumbers}, markup by where it begins, and all others
 * by Apache Tika, which is loaded when it is first needed. Tika never gets markup, which it would parse (T35), nor a name.
 */
public final class SniffedTypes implements MediaTypes {
    private static final String UNKNOWN = "application/octet-stream";

    /** Tika's own names for containers that it would have to look into. */
    private static final Map<String, String> CONTAINERS = Map.of(
            "application/x-tika-ooxml", "application/zip",
            "application/x-tika-msoffice", "application/x-ole-storage");

    private static final class Tika {
        static final MimeTypes TYPES = MimeTypes.getDefaultMimeTypes();
    }

    @Override
    public String of(byte[] head) {
        return MagicNumbers.of(head)
                .or(() -> Markup.of(head))
                .orElseGet(() -> head.length == 0 ? "text/plain" : byTika(head));
    }

    private static String byTika(byte[] head) {
        try {
            String type = Tika.TYPES
                    .detect(new ByteArrayInputStream(head), new Metadata())
                    .getBaseType()
                    .toString();
            return type.contains("x-tika-") ? CONTAINERS.getOrDefault(type, UNKNOWN) : type;
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory can be read", e);
        }
    }
}
