package dev.sallyport.resource;

import static dev.sallyport.kit.route.Route.ForBearer;

import dev.sallyport.domain.audit.ReadActivity;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.ChangeProfile;
import dev.sallyport.domain.person.ReadProfile;
import dev.sallyport.domain.privacy.AskForExport;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.route.Server;
import dev.sallyport.kit.told.Told;
import dev.sallyport.resource.document.Documents;
import java.util.List;
import java.util.stream.Stream;

/** Protected data of a person. It knows one credential, the bearer token, and whose data it is from that alone. */
public final class ResourceServer implements Server {
    private static final Scope PROFILE = Scope.of("profile");

    private final ProfileEndpoint profile;
    private final ActivityEndpoint activity;
    private final ExportsEndpoint exports;
    private final Documents documents;

    public ResourceServer(
            ReadProfile reading,
            ChangeProfile changing,
            ReadActivity activity,
            AskForExport exports,
            Documents documents) {
        this.documents = documents;
        this.profile = new ProfileEndpoint(reading, changing);
        this.activity = new ActivityEndpoint(activity);
        this.exports = new ExportsEndpoint(exports);
    }

    @Override
    public String name() {
        return "resource";
    }

    @Override
    public Told told() {
        return ResourceOperations.told().and(documents.told());
    }

    @Override
    public List<Route> routes() {
        Stream<Route> own = Stream.of(
                ForBearer("GET", "/v1/profile", PROFILE, profile::read),
                ForBearer("PATCH", "/v1/profile", PROFILE, profile::change),
                ForBearer("GET", "/v1/activity", PROFILE, activity::list),
                ForBearer("POST", "/v1/profile/exports", PROFILE, exports::ask),
                ForBearer("GET", "/v1/profile/exports", PROFILE, exports::list),
                ForBearer("GET", "/v1/profile/exports/{id}", PROFILE, exports::one));
        return Stream.concat(own, documents.routes().stream()).toList();
    }

    @Override
    public void start() {
        documents.start();
    }

    @Override
    public void leave() {
        documents.leave();
    }
}
