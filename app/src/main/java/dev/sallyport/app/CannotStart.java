package dev.sallyport.app;

import java.util.List;

/** Something outside the program keeps it from starting; the message says what and where, the advice what would be right. */
final class CannotStart extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> advice;

    CannotStart(String what, String... advice) {
        super(what);
        this.advice = List.of(advice);
    }

    List<String> advice() {
        return advice;
    }
}
