package dev.sallyport.auth.authorize;

import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.Person;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the authorization server shows people. */
public interface Screens {
    /** Where a form belongs: the handle of its flow and the CSRF value of this step. */
    record Form(String flow, String csrf) {}

    /** Why a sign-in did not succeed. */
    enum Trouble {
        WRONG(401),
        SUSPENDED(429),
        TOO_FAST(429),
        BUSY(503);

        private final int status;

        Trouble(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /** What went wrong where nothing can be sent back to a client. */
    enum Fault {
        UNKNOWN_CLIENT,
        UNKNOWN_REDIRECT,
        UNKNOWN_REQUEST,
        FLOW_ENDED,
        FOREIGN_ORIGIN
    }

    Response signIn(
            Request request,
            Client client,
            Optional<String> locales,
            Form form,
            String name,
            Optional<Trouble> trouble);

    Response consent(
            Request request,
            Client client,
            Optional<String> locales,
            Form form,
            Person person,
            Scope scope,
            List<String> resources);

    Response choose(Request request, Client client, Optional<String> locales, Form form, Map<String, Person> bySession);

    Response signOut(Request request, Optional<Client> client, Optional<String> locales, Form form, Person person);

    Response signedOut(Request request, Optional<String> locales);

    Response fault(Request request, Fault fault);

    /** The answer to the client as a form that the browser posts (OAuth 2.0 Form Post Response Mode §2). */
    Response formPost(String uri, Map<String, String> parameters);
}
