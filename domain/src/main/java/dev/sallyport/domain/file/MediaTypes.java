package dev.sallyport.domain.file;

/** Tells a media type from the bytes themselves; what the sender claims is not asked (T46). */
@FunctionalInterface
public interface MediaTypes {
    /** @param head the first 4,096 bytes of the content, or all of it where it is shorter */
    String of(byte[] head);
}
