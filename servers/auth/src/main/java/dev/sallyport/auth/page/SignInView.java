package dev.sallyport.auth.page;

import java.util.List;
import java.util.Optional;

/**
 * What {@code /sign-in} shows. The form posts {@code username=…&password=…}, the button of another provider
 * to {@code /sign-in/with/ID}.
 *
 * @param client who asks; absent where somebody came by themselves
 * @param username what the field already holds: a hint of the client, or what was just typed
 * @param notice what went wrong a moment ago
 * @param forgotPassword whether there is a way to a new password
 * @param registration whether strangers may open accounts
 */
public record SignInView(
        FlowFields form,
        Optional<AskingClient> client,
        String username,
        Optional<Notice> notice,
        boolean forgotPassword,
        boolean registration,
        List<Provider> providers) {

    public SignInView {
        providers = List.copyOf(providers);
    }

    /** Somebody else's sign-in that is taken here; {@code id} is where its button posts to. */
    public record Provider(String id, String label) {}
}
