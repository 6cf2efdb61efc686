package dev.sallyport.auth.authorize;

import dev.sallyport.auth.endpoint.WebCookies;
import dev.sallyport.auth.gate.SignOnCookies;
import dev.sallyport.domain.session.SignIn;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.PageVisitor;
import java.time.InstantSource;
import java.util.Optional;

/** Lets somebody into the product's own web app, with the cookies that {@code login_web} gives. */
final class HomeEntry {
    private final SignOnCookies cookies;
    private final InstantSource clock;

    HomeEntry(SignOnCookies cookies, InstantSource clock) {
        this.cookies = cookies;
        this.clock = clock;
    }

    Response enter(Home home, Optional<Connect.Came> came, SignIn.Opened in, PageVisitor visitor) {
        Response answer =
                WebCookies.set(back(home, came), in.tokens(), in.csrf().reveal(), clock.instant());
        return cookies.set(answer, SignOnCookies.inFront(in.session(), visitor.sessions()));
    }

    /** To the app, which says what came of it where an account was to be connected. */
    static Response back(Home home, Optional<Connect.Came> came) {
        String told = came.filter(one -> home.connecting().isPresent())
                .map(one -> "?connected=" + one.wireName())
                .orElse("");
        return Departure.redirect(home.then() + told);
    }
}
