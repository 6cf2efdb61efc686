package dev.sallyport.kit.http;

/** A function from a request to its response. It runs on a virtual thread and may block. */
@FunctionalInterface
public interface Handler {
    Response handle(Request request);
}
