package dev.sallyport.kit.forward;

/** Why an origin did not answer. */
public enum Failure {
    /** It takes no connection. */
    REFUSED(true),
    /** It took no connection in the time. */
    UNREACHED(true),
    /** We have no connection left for it. */
    BUSY(true),
    /** It gave the request back unread, by a word of HTTP/2; that says nothing about the origin, but that it may be leaving. */
    DECLINED(true),
    /** A connection that was kept from an earlier request had ended meanwhile; that says nothing about the origin. */
    STALE(false),
    /** The connection ended, or what came was no answer. */
    BROKEN(false),
    /** It was silent for too long. */
    LATE(false),
    /** The client left, or sent what is not taken; that says nothing about the origin. */
    ABANDONED(false);

    private final boolean unsent;

    Failure(boolean unsent) {
        this.unsent = unsent;
    }

    /** Whether nobody was there to take the request: its origin may be starting. */
    public boolean isAbsence() {
        return this == REFUSED || this == UNREACHED;
    }

    /** Whether nothing of the request was sent, or it was given back, so that nothing can have come of it. */
    public boolean isUnsent() {
        return unsent;
    }
}
