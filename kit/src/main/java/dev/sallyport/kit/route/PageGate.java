package dev.sallyport.kit.route;

import dev.sallyport.domain.session.Session;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.util.List;

/** How {@link Guards} learns of sign-on sessions at the authorization endpoint; the auth server supplies it. */
public interface PageGate {
    /** Where there is no authorization endpoint, nobody has a session at it. */
    PageGate NONE = new PageGate() {
        @Override
        public List<Session> bySessionCookie(String cookie) {
            return List.of();
        }

        @Override
        public Response refused(Request request, Problem problem) {
            return problem.response();
        }
    };

    /** The live sign-on sessions that the {@code __Host-session} cookie names, the one in use first. */
    List<Session> bySessionCookie(String cookie);

    /** The page that tells a person why the request was not taken. */
    Response refused(Request request, Problem problem);
}
