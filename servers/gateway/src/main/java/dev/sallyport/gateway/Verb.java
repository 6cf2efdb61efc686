package dev.sallyport.gateway;

/** A method that routes of the configuration may take; GET takes HEAD with it, and OPTIONS is answered here. */
public enum Verb {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE;

    public String wireName() {
        return name();
    }

    /** Whether a request by this method is one of the verb. */
    boolean takes(String method) {
        return name().equals(method) || (this == GET && method.equals("HEAD"));
    }
}
