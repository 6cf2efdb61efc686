package dev.sallyport.domain.file;

import java.io.IOException;

/** What came of a file that somebody sent, once its end was there. */
public sealed interface Uploaded {
    record Stored(StoredFile file) implements Uploaded {}

    record TooLarge(long limit) implements Uploaded {}

    record OverQuota(long quota) implements Uploaded {}

    /** The sender stopped before the end; nothing was kept. */
    record BrokeOff(IOException why) implements Uploaded {}

    /** The bytes are not those that the sender said. */
    record Altered() implements Uploaded {}

    /** @param type what the bytes show, which is not taken here */
    record WrongType(String type) implements Uploaded {}

    /** @param what as the scanner calls it */
    record Infected(String what) implements Uploaded {}

    /** The upload was deleted while its last bytes came. */
    record Withdrawn() implements Uploaded {}

    /** The last other file of the same content was deleted at this very moment; asking again works. */
    record Crossed() implements Uploaded {}

    /** Our side failed, and nothing was kept; asking again may work. */
    record Unkept(IOException why) implements Uploaded {}
}
