package dev.sallyport.auth.page;

import java.net.URI;
import java.util.Optional;

/**
 * What {@code /consent} shows. Its form posts {@code decision}: {@code allow}, {@code deny}, or {@code another} for another
 * account.
 *
 * @param account who is signed in
 * @param policy what the client says it does with data; shown where it is a web address
 * @param terms what the client's users agree to; shown where it is a web address
 */
public record ConsentView(
        FlowFields form, AskingClient client, Account account, Asked asked, Optional<URI> policy, Optional<URI> terms) {
    /** Without {@code javascript:} and its like (T02). */
    public ConsentView {
        policy = policy.filter(Links::isWeb);
        terms = terms.filter(Links::isWeb);
    }
}
