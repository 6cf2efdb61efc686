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
import java.util.List;

/** Protected data of a person. It knows one credential, the bearer token, and whose data it is from that alone. */
public final class ResourceServer implements Server {
    private static final Scope PROFILE = Scope.of("profile");

    private final ProfileEndpoint profile;
    private final ActivityEndpoint activity;
    private final ExportsEndpoint exports;

    public ResourceServer(ReadProfile reading, ChangeProfile changing, ReadActivity activity, AskForExport exports) {
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
        return ResourceOperations.told();
    }

    @Override
    public List<Route> routes() {
        return List.of(
                ForBearer("GET", "/v1/profile", PROFILE, profile::read),
                ForBearer("PATCH", "/v1/profile", PROFILE, profile::change),
                ForBearer("GET", "/v1/activity", PROFILE, activity::list),
                ForBearer("POST", "/v1/profile/exports", PROFILE, exports::ask),
                ForBearer("GET", "/v1/profile/exports", PROFILE, exports::list),
                ForBearer("GET", "/v1/profile/exports/{id}", PROFILE, exports::one));
    }
}
