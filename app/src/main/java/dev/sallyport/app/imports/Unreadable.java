package dev.sallyport.app.imports;

/** A file that is not what it should be, or breaks off, or goes beyond a limit; the message says where. */
public final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
        super(message);
    }
}
