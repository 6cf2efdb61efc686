package dev.sallyport.auth.page;

import java.util.Optional;

/** What {@code /sign-up} shows. */
public sealed interface SignUpView {
    /**
     * The question for what an account needs. Its form posts {@code email}, {@code name} and {@code password}.
     *
     * @param client who asks
     * @param email what the field already holds: a hint of the client, or what was just typed
     * @param name as {@code email}
     * @param shortest how many characters a password has at least
     * @param notice what went wrong a moment ago
     */
    record Form(FlowFields form, AskingClient client, String email, String name, int shortest, Optional<Notice> notice)
            implements SignUpView {}

    /**
     * The rest is said in a letter. The page is the same whether or not the address has an account (T24).
     *
     * @param flow the handle by which the flow goes on
     */
    record Sent(String flow, AskingClient client, String email) implements SignUpView {}
}
