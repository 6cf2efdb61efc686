package dev.sallyport.auth.page;

import dev.sallyport.domain.Spec;
import java.net.URI;
import java.util.List;

/**
 * An answer that reaches the client by way of the browser as a form.
 *
 * @param target the client's redirect URI, which the flow has verified
 * @param client to whom the person goes on
 */
@Spec("OAuth 2.0 Form Post Response Mode §2")
public record FormPostView(AskingClient client, URI target, List<Field> fields) {
    public FormPostView {
        fields = List.copyOf(fields);
    }

    /** A parameter of the answer. */
    public record Field(String name, String value) {}
}
