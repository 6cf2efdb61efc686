package dev.sallyport.storage.memory;

/** A store in memory holds as much as it may; what is new is refused, as a full disk refuses it, and nothing old is dropped. */
public final class StoreFull extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreFull(int most) {
        super("the store in memory is full: it holds " + most + " entries");
    }
}
