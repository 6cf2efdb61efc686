package dev.sallyport.domain.privacy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;

/** Where an export is written to, one part after the other. */
public interface Archive {
    /** Adds a list of facts under {@code name}; its rows are read one by one. */
    void list(String name, Iterator<Facts> rows) throws IOException;

    /**
     * Adds bytes as they are.
     *
     * @param path such as {@code files/1/photo.jpg}: relative, without {@code ..}
     */
    void content(String path, InputStream bytes) throws IOException;
}
