package dev.sallyport.domain.file;

import java.io.IOException;

/** Makes small pictures of large ones, in bounded memory and time whatever it is given (T43). */
@FunctionalInterface
public interface ImageScaler {
    /**
     * Makes a picture that fits into a square of {@code size} pixels; one that is smaller already stays as it is.
     *
     * @throws IOException when the content cannot be read
     */
    Scaled scale(StoredFile file, FileContent content, int size) throws IOException;

    /** What came of it. */
    sealed interface Scaled {
        record Made(byte[] picture) implements Scaled {}

        /** Not a picture of a kind that is known here, or a broken one. */
        record NoPicture() implements Scaled {}

        /** More pixels or bytes than are looked at. */
        record TooLarge() implements Scaled {}

        /** There is too much to do at the moment. */
        record Busy() implements Scaled {}
    }
}
