package dev.sallyport.app.imports;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.arrival.Arrival;
import dev.sallyport.domain.arrival.ArrivalStore.Received;
import dev.sallyport.domain.client.ImportClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Brings in a realm of Keycloak: its clients and its people. The files are read three times: whether they can be read at all, so that
 * one that breaks off brings in nobody; for providers and roles, which stand behind the people who have them; and to bring in.
 */
public final class KeycloakImport {
    private final RoleNames roles;
    private final List<Provider> upstreams;
    private final Consumer<Finding> findings;
    private final Progress progress;
    private final RandomSource random;
    private final Instant now;

    /**
     * @param upstreams of the house
     * @param now to the millisecond
     */
    public KeycloakImport(
            RoleNames roles,
            List<Provider> upstreams,
            Consumer<Finding> findings,
            Progress progress,
            RandomSource random,
            Instant now) {
        this.roles = roles;
        this.upstreams = List.copyOf(upstreams);
        this.findings = findings;
        this.progress = progress;
        this.random = random;
        this.now = now;
    }

    /** What the first reading found. */
    public record Survey(String realm, long users, Map<String, Provider> providers) {
        public Survey {
            providers = Map.copyOf(providers);
        }
    }

    /** What came of it. */
    public record Result(Came people, int clientsAdded, int clientsHere) {}

    /** Where people and clients go; nothing is kept where they only say what would become of them. */
    public record Doors(
            Function<List<Arrival>, List<Received>> people,
            Function<ImportClient.Known, ImportClient.Outcome> clients) {}

    /** Reads everything and keeps nothing. */
    public Survey survey(List<Path> files) throws IOException, Unreadable {
        var look = new Look();
        for (Path file : files) {
            RealmFile.read(file, look);
        }
        var providers = new KeycloakProviders(upstreams, findings);
        String usual = usualRole(look.realm);
        var entries =
                new Entries(Map.of("identityProviders", providers::read, "roles", role -> composite(role, usual)));
        for (Path file : files) {
            RealmFile.read(file, entries);
        }
        return new Survey(Finding.seen(look.realm), look.users, providers.found());
    }

    /** The role that everybody of a realm holds. */
    private static String usualRole(String realm) {
        return "default-roles-" + realm.toLowerCase(Locale.ROOT);
    }

    /** Who holds a role that is made of others held those too. */
    private void composite(JsonNode role, String usual) {
        String name = role.path("name").asString("");
        if (!role.path("composites").isEmpty() && !name.equals(usual)) {
            findings.accept(Finding.lost(
                    "role",
                    name,
                    "composites",
                    "roles here are not made of others; say for its holders what they shall hold"));
        }
    }

    /** Reads again and keeps. */
    public Result bring(List<Path> files, Survey survey, Doors doors) throws IOException, Unreadable {
        progress.expect(survey.users());
        Set<String> ownRoles = Set.of("offline_access", "uma_authorization", usualRole(survey.realm()));
        var people = new KeycloakUsers(roles, ownRoles, survey.providers(), findings, random, now);
        var intake = new Intake(doors.people(), findings, progress, now);
        var clients = new ClientsIn(doors.clients());
        var entries = new Entries(Map.of(
                "clients",
                clients::add,
                "users",
                user -> people.read(user).ifPresentOrElse(intake::add, intake::refuse)));
        try {
            for (Path file : files) {
                RealmFile.read(file, entries);
            }
        } catch (Unreadable e) {
            throw new Unreadable(e.getMessage() + "; it was whole a moment ago. Of those before, "
                    + intake.came().counts().added() + " came; run it again");
        }
        intake.flush();
        return new Result(intake.came(), clients.added, clients.here);
    }

    /** Those lists whose entries somebody takes. */
    private record Entries(Map<String, Consumer<JsonNode>> takers) implements RealmFile.Reader {
        @Override
        public boolean wants(String list) {
            return takers.containsKey(list);
        }

        @Override
        public void entry(String list, JsonNode entry) {
            takers.get(list).accept(entry);
        }
    }

    /** What a realm holds besides what is brought in. */
    private final class Look implements RealmFile.Reader {
        private String realm = "";
        private long users;

        @Override
        public void realm(String name) throws Unreadable {
            if (!realm.isEmpty() && !realm.equals(name)) {
                throw new Unreadable("the files are of two realms, " + Finding.seen(realm) + " and "
                        + Finding.seen(name) + "; bring in one after the other");
            }
            realm = name;
        }

        @Override
        public boolean wants(String list) {
            return false;
        }

        @Override
        public void passed(String list) {
            if (list.equals("users")) {
                users++;
            }
        }

        @Override
        public void setting(String name, int entries) {
            if (name.equals("federatedUsers") && entries > 0) {
                findings.accept(Finding.lost(
                        "realm",
                        name,
                        "",
                        entries + " entries",
                        "people of a directory; what Keycloak knows of them is not read"));
                return;
            }
            findings.accept(new Finding(
                    Finding.Weight.NOTE,
                    "realm",
                    name,
                    "",
                    entries > 0 ? entries + " entries" : "",
                    "of the realm; the house has its own in sallyport.yaml"));
        }
    }

    private final class ClientsIn {
        private final Function<ImportClient.Known, ImportClient.Outcome> door;
        private final KeycloakClients clients = new KeycloakClients(findings);
        private int added;
        private int here;

        ClientsIn(Function<ImportClient.Known, ImportClient.Outcome> door) {
            this.door = door;
        }

        void add(JsonNode client) {
            clients.read(client).ifPresent(known -> {
                switch (door.apply(known)) {
                    case ImportClient.Outcome.Added() -> added++;
                    case ImportClient.Outcome.Here() -> here++;
                    case ImportClient.Outcome.Refused(var objections) ->
                        objections.forEach(objection -> findings.accept(Finding.lost(
                                "client", known.application().id().value(), "", objection, "cannot be so here")));
                }
            });
        }
    }
}
