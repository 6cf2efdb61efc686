package dev.sallyport.kit.route;

import dev.sallyport.domain.grant.Scope;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.util.Optional;

/** The lock of a route together with the handler behind it, which gets the proof that the lock was opened (STYLE 2, 3). */
public sealed interface Access {
    /** Anybody may ask, and it is said why. */
    record Open(Because because, Handler handler) implements Access {}

    /**
     * The browser gate before there is a session, such as sign-in: no bearer token, and the Origin and Fetch Metadata of a
     * request that changes something must be our own (T11).
     */
    record FromBrowser(Because because, Handler handler) implements Access {}

    /** The browser gate: one cookie, nothing else; CSRF on every method that changes state. */
    record ForBrowser(Cookie cookie, BrowserHandler handler) implements Access {}

    /**
     * A page of the authorization server: who visits may have a sign-on session or none, and what changes something comes from
     * our own pages.
     */
    record ForPage(PageHandler handler) implements Access {}

    /**
     * The API gate: {@code Authorization: Bearer}, nothing else; the token has every scope named.
     *
     * @param audience whom the token is for, where that is not the house
     */
    record ForBearer(Scope scopes, Optional<String> audience, BearerHandler handler) implements Access {
        public ForBearer(Scope scopes, BearerHandler handler) {
            this(scopes, Optional.empty(), handler);
        }
    }

    /** A client that authenticates as itself. */
    record ForClient(ClientHandler handler) implements Access {}

    /** A bearer token of somebody who holds the permission. */
    record ForAdmin(Permission permission, AdminHandler handler) implements Access {}

    /** Why a door stands open. */
    record Because(String reason) {}

    /** Which cookie opens the browser gate. */
    enum Cookie {
        /** {@code __Host-access_token}: everything but the two below. */
        ACCESS,
        /** {@code __Secure-refresh_token}: turning it and ending it. */
        REFRESH
    }

    /** What administrators may do; a role grants permissions. */
    enum Permission {
        READ_PEOPLE,
        CHANGE_PEOPLE,
        READ_CLIENTS,
        CHANGE_CLIENTS,
        READ_AUDIT,
        READ_JOBS,
        CHANGE_JOBS
    }

    /** Behind {@link ForBrowser}. */
    @FunctionalInterface
    interface BrowserHandler {
        Response handle(Request request, BrowserSession session);
    }

    /** Behind {@link ForPage}. */
    @FunctionalInterface
    interface PageHandler {
        Response handle(Request request, PageVisitor visitor);
    }

    /** Behind {@link ForBearer}. */
    @FunctionalInterface
    interface BearerHandler {
        Response handle(Request request, BearerToken token);
    }

    /** Behind {@link ForClient}. */
    @FunctionalInterface
    interface ClientHandler {
        Response handle(Request request, AuthenticatedClient client);
    }

    /** Behind {@link ForAdmin}. */
    @FunctionalInterface
    interface AdminHandler {
        Response handle(Request request, Administrator administrator);
    }
}
