package dev.sallyport.domain.client;

/** What came of an operator's change to a client. */
public sealed interface ClientChanged {
    record Done() implements ClientChanged {}

    record NoSuchClient() implements ClientChanged {}

    /** The configuration declares it and would undo the change at the next start; nothing was changed. */
    record Declared() implements ClientChanged {}
}
