package dev.sallyport.auth.page;

import java.util.Optional;

/**
 * What {@code /sign-out} asks. Its form posts {@code decision}: {@code sign-out} or {@code stay}.
 *
 * @param client who asks for it; absent where the person came by themselves
 * @param account who is signed in
 */
public record SignOutView(FlowFields form, Optional<AskingClient> client, Account account) {}
