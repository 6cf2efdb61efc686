package dev.sallyport.auth.page;

/**
 * The client on whose behalf a page is shown, as a person knows it.
 *
 * @param name as the client calls itself, so it may be a lie
 * @param address where the answer goes, such as {@code shop.example.org}; a client cannot lie about it. Empty where there is none
 */
public record AskingClient(String name, String address) {}
