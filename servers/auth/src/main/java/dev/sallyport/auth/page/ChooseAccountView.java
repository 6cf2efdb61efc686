package dev.sallyport.auth.page;

import java.util.List;
import java.util.Optional;

/**
 * What {@code /choose-account} shows. Its form posts {@code account=ID} or {@code decision=another}.
 *
 * @param accounts everybody signed in in this browser
 */
public record ChooseAccountView(FlowFields form, Optional<AskingClient> client, List<Account> accounts) {
    public ChooseAccountView {
        accounts = List.copyOf(accounts);
    }
}
