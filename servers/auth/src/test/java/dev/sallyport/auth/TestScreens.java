package dev.sallyport.auth;

import dev.sallyport.auth.authorize.Screens;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.Person;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Screens that say in JSON what they would show, so that a test can read it. */
final class TestScreens implements Screens {
    @Override
    public Response signIn(
            Request request,
            Client client,
            Optional<String> locales,
            Form form,
            String name,
            Optional<Trouble> trouble) {
        return Response.json(
                trouble.map(Trouble::status).orElse(200),
                Map.of("page", "sign-in", "csrf", form.csrf(), "name", name, "trouble", trouble.toString()));
    }

    @Override
    public Response consent(
            Request request,
            Client client,
            Optional<String> locales,
            Form form,
            Person person,
            Scope scope,
            List<String> resources) {
        return Response.json(
                200,
                Map.of("page", "consent", "csrf", form.csrf(), "scope", scope.toString(), "person", person.name()));
    }

    @Override
    public Response choose(
            Request request, Client client, Optional<String> locales, Form form, Map<String, Person> bySession) {
        return Response.json(
                200, Map.of("page", "choose", "csrf", form.csrf(), "sessions", List.copyOf(bySession.keySet())));
    }

    @Override
    public Response signOut(
            Request request, Optional<Client> client, Optional<String> locales, Form form, Person person) {
        return Response.json(200, Map.of("page", "sign-out", "csrf", form.csrf()));
    }

    @Override
    public Response signedOut(Request request, Optional<String> locales) {
        return Response.json(200, Map.of("page", "signed-out"));
    }

    @Override
    public Response fault(Request request, Fault fault) {
        return Response.json(400, Map.of("page", "error", "fault", fault.name()));
    }

    @Override
    public Response formPost(String uri, Map<String, String> parameters) {
        return Response.json(200, Map.of("page", "form-post", "uri", uri, "parameters", parameters));
    }
}
