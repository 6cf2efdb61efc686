package dev.sallyport.domain.session;

import dev.sallyport.domain.client.ClientId;

/**
 * A client that was told of a sign-on session by an ID token.
 *
 * @param sid the name by which it knows the session: the session itself, or the one of its own that was opened there for
 *     {@code offline_access}
 */
public record Participant(ClientId client, SessionId sid) {}
