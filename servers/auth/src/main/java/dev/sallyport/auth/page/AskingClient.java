package dev.sallyport.auth.page;

import java.util.Optional;

/**
 * The client on whose behalf a page is shown, as a person knows it.
 *
 * @param name as the client calls itself, so it may be a lie
 * @param address where the answer goes, such as {@code shop.example.org}; a client cannot lie about it. Empty where there is none
 * @param described the host whose document describes the client, where its id is the address of one; it cannot lie about it either
 */
public record AskingClient(String name, String address, Optional<String> described) {
    /** A client that the house keeps. */
    public AskingClient(String name, String address) {
        this(name, address, Optional.empty());
    }
}
