package dev.sallyport.kit.route;

import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.token.TokenVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Opens locks: one exhaustive switch over {@link Access}, and the only maker of proofs (STYLE 2, 3). */
public final class Guards {
    private final BrowserLock browserLock;
    private final BearerLock bearerLock;
    private final BrowserGate browser;
    private final ClientGate clients;
    private final PageGate pages;

    /** @param publicUrl whose origin is our own */
    public Guards(URI publicUrl, TokenVerifier tokens, BrowserGate browser, ClientGate clients) {
        this(publicUrl, tokens, browser, clients, PageGate.NONE, Possession.NONE);
    }

    /** @param publicUrl whose origin is our own */
    public Guards(
            URI publicUrl,
            TokenVerifier tokens,
            BrowserGate browser,
            ClientGate clients,
            PageGate pages,
            Possession possession) {
        this.browserLock = new BrowserLock(publicUrl);
        this.bearerLock = new BearerLock(publicUrl, tokens, possession);
        this.browser = browser;
        this.clients = clients;
        this.pages = pages;
    }

    /** The route's handler behind its lock. */
    public Handler lock(Route route) {
        return switch (route.access()) {
            case Access.Open open -> open.handler();
            case Access.FromBrowser from -> fromBrowser(from.handler());
            case Access.ForBrowser(var cookie, var handler) -> forBrowser(cookie, handler);
            case Access.ForPage(var handler) -> forPage(handler);
            case Access.ForBearer(var scopes, var audience, var handler) ->
                forBearer(audience.map(bearerLock::forAudience).orElse(bearerLock), scopes, handler);
            case Access.ForClient(var handler) -> forClient(handler);
            case Access.ForAdmin(var permission, var handler) -> forAdmin(permission, handler);
        };
    }

    /** Who asks at the API gate, as an access token says that holds; no proof of anything, only a name to count by. */
    public Optional<ClientId> client(Request request) {
        return bearerLock.client(request);
    }

    /**
     * Why a WebSocket is not opened for the page that asks, where the browser gate let its cookie in.
     *
     * @param listed origins of pages beside our own
     */
    public Optional<Problem> foreignPage(Request handshake, Set<String> listed) {
        return browserLock.foreignPage(handshake, listed);
    }

    private Handler fromBrowser(Handler handler) {
        return request -> browserLock
                .mixed(request)
                .or(() -> browserLock.foreign(request))
                .map(Problem::response)
                .orElseGet(() -> handler.handle(request));
    }

    private Handler forBrowser(Access.Cookie cookie, Access.BrowserHandler handler) {
        return request -> {
            Optional<Problem> mixed = browserLock.mixed(request);
            if (mixed.isPresent()) {
                return mixed.get().response();
            }
            String credential = request.cookie(BrowserLock.name(cookie)).orElse("");
            Optional<BrowserGate.Claim> claim = switch (cookie) {
                case ACCESS -> browser.byAccessCookie(credential);
                case REFRESH -> browser.byRefreshCookie(credential);
            };
            if (credential.isEmpty() || claim.isEmpty()) {
                return Problem.unauthorized("Sign in first: there is no valid session cookie.")
                        .response();
            }
            return browserLock
                    .foreign(request)
                    .or(() -> browserLock.forged(
                            request, () -> browser.csrfOf(claim.get().session())))
                    .map(Problem::response)
                    .orElseGet(() -> handler.handle(
                            request,
                            new BrowserSession(
                                    claim.get().session(), claim.get().person(), credential)));
        };
    }

    private Handler forPage(Access.PageHandler handler) {
        return request -> browserLock
                .mixed(request)
                .or(() -> browserLock.foreign(request))
                .map(problem -> pages.refused(request, problem))
                .orElseGet(() -> handler.handle(
                        request,
                        new PageVisitor(request.cookie("__Host-session")
                                .map(pages::bySessionCookie)
                                .orElse(List.of()))));
    }

    /** The body is read whole before the lock is tried, for a client may prove itself in it, and then again by the handler. */
    private Handler forClient(Access.ClientHandler handler) {
        return request -> {
            Request whole;
            try {
                long limit = request.body().limit();
                whole = request.with(RequestBody.of(
                        request.body().bytes((int) Math.min(limit, Integer.MAX_VALUE - 8))));
            } catch (RequestBody.TooLarge e) {
                throw new UncheckedIOException(e);
            } catch (IOException e) {
                return Problem.malformed("The body broke off.").response();
            }
            return switch (clients.authenticate(whole)) {
                case ClientGate.Answer.Known(var client) -> handler.handle(whole, new AuthenticatedClient(client));
                case ClientGate.Answer.Refused(var answer) -> answer;
            };
        };
    }

    private static Handler forBearer(BearerLock lock, Scope scopes, Access.BearerHandler handler) {
        return request -> switch (lock.open(request, scopes)) {
            case BearerLock.Shut(var answer) -> answer;
            case BearerLock.Opened(var claims, var raw) -> handler.handle(request, new BearerToken(claims, raw));
        };
    }

    private Handler forAdmin(Access.Permission permission, Access.AdminHandler handler) {
        return request -> switch (bearerLock.open(request, BearerLock.NO_SCOPE)) {
            case BearerLock.Shut(var answer) -> answer;
            case BearerLock.Opened opened ->
                person(opened.claims())
                        .filter(person -> opened.claims().client().isFirstParty())
                        .filter(person -> Permissions.granted(opened.claims().roles(), permission))
                        .map(person -> handler.handle(request, new Administrator(person)))
                        .orElseGet(() -> Problem.forbidden("This needs a permission that you do not hold.")
                                .response());
        };
    }

    /** The person who acts; empty where a client acts for itself. */
    private static Optional<PersonId> person(AccessToken claims) {
        try {
            return claims.session().map(session -> PersonId.of(claims.subject()));
        } catch (IllegalArgumentException notAPerson) {
            return Optional.empty();
        }
    }
}
