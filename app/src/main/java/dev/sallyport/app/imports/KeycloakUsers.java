package dev.sallyport.app.imports;

import dev.sallyport.auth.password.ImportedHash;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.arrival.Arrival;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.identity.Identity;
import dev.sallyport.domain.identity.IdentityId;
import dev.sallyport.domain.identity.Introduction;
import dev.sallyport.domain.person.AccountState;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.PersonName;
import dev.sallyport.domain.person.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Makes people of Keycloak's users, and tells what of them has no counterpart. */
final class KeycloakUsers {
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final UUID NIL = new UUID(0, 0);

    /** Read here, or said elsewhere in the same user, or of no meaning outside Keycloak. */
    private static final Set<String> SEEN = Set.of(
            "id",
            "username",
            "email",
            "emailVerified",
            "enabled",
            "firstName",
            "lastName",
            "createdTimestamp",
            "credentials",
            "realmRoles",
            "clientRoles",
            "groups",
            "attributes",
            "federatedIdentities",
            "requiredActions",
            "serviceAccountClientId",
            "totp",
            "disableableCredentialTypes",
            "notBefore",
            "access",
            "self",
            "origin");

    private final RoleNames roles;
    private final Set<String> ownRoles;
    private final Map<String, Provider> providers;
    private final Consumer<Finding> findings;
    private final RandomSource random;
    private final Instant now;

    /**
     * @param ownRoles roles of Keycloak's own, which everybody holds there
     * @param providers by the realm's name for them
     */
    KeycloakUsers(
            RoleNames roles,
            Set<String> ownRoles,
            Map<String, Provider> providers,
            Consumer<Finding> findings,
            RandomSource random,
            Instant now) {
        this.roles = roles;
        this.ownRoles = Set.copyOf(ownRoles);
        this.providers = Map.copyOf(providers);
        this.findings = findings;
        this.random = random;
        this.now = now;
    }

    /** The person, or empty where there can be none: that was told then. */
    Optional<Arriving> read(JsonNode user) {
        String email = user.path("email").asString("");
        String username = user.path("username").asString("");
        var fields = new Fields(user, "user", email.isEmpty() ? username : email, findings);
        if (!fields.text("serviceAccountClientId").isEmpty()) {
            fields.note("", "the account of a client; a client stands for itself here");
            return Optional.empty();
        }
        Optional<EmailAddress> address = EmailAddress.parse(email);
        if (address.isEmpty()) {
            fields.lost("email", email.isEmpty() ? "has no address to sign in with" : "is no mail address");
            return Optional.empty();
        }
        fields.rest(SEEN);
        if (!username.equalsIgnoreCase(email)) {
            fields.lost("username", "people sign in by their address");
        }
        Optional<Instant> created = created(fields);
        Person person = new Person(
                id(fields),
                address.get(),
                fields.is("emailVerified", false) && !asked(fields, "VERIFY_EMAIL"),
                name(fields),
                roles(fields),
                fields.is("enabled", true) ? AccountState.ACTIVE : AccountState.DISABLED,
                created.orElse(now));
        Optional<PasswordHash> password = password(fields);
        List<Identity> identities = identities(fields, person);
        tellTheRest(fields);
        return Optional.of(new Arriving(new Arrival(person, password, identities), "user", email, created.isPresent()));
    }

    private PersonId id(Fields fields) {
        String id = fields.text("id");
        if (UUID_FORM.matcher(id).matches() && !UUID.fromString(id).equals(NIL)) {
            return PersonId.of(id);
        }
        fields.lost("id", "is no UUID; the person has a new one, and so another sub in tokens");
        return new PersonId(random.uuid(now));
    }

    private Optional<Instant> created(Fields fields) {
        long millis = fields.at("createdTimestamp").asLong(0);
        return millis > 0 && millis <= now.toEpochMilli()
                ? Optional.of(Instant.ofEpochMilli(millis))
                : Optional.empty();
    }

    private static String name(Fields fields) {
        String whole = (fields.text("firstName") + " " + fields.text("lastName")).strip();
        Optional<PersonName> name = PersonName.parse(whole);
        if (name.isEmpty()) {
            fields.lost("firstName", "the name is longer than 200 characters or holds hidden ones");
        }
        return name.map(PersonName::value).orElse("");
    }

    private SortedSet<Role> roles(Fields fields) {
        var held = new TreeSet<Role>();
        for (String there : fields.texts("realmRoles")) {
            if (!ownRoles.contains(there) || roles.said(there).isPresent()) {
                roles.of(there, "user", fields.name(), "realmRoles", findings).ifPresent(held::add);
            }
        }
        fields.at("clientRoles")
                .properties()
                .forEach(client -> client.getValue().forEach(role -> {
                    String there = client.getKey() + "/" + role.asString("");
                    roles.said(there)
                            .ifPresentOrElse(
                                    held::add,
                                    () -> fields.lost(
                                            "clientRoles",
                                            there,
                                            "roles here are the house's; --role CLIENT/ROLE=NAME takes it"));
                }));
        for (String group : fields.texts("groups")) {
            roles.said(group)
                    .ifPresentOrElse(
                            held::add,
                            () -> fields.lost(
                                    "groups", group, "there are no groups; --role /GROUP=NAME makes a role of it"));
        }
        return held;
    }

    private Optional<PasswordHash> password(Fields fields) {
        Optional<PasswordHash> password = Optional.empty();
        for (JsonNode credential : fields.at("credentials")) {
            String type = credential.path("type").asString("");
            if (!type.equals("password")) {
                fields.lost(
                        "credentials",
                        type,
                        type.equals("password-history")
                                ? "former passwords are not kept"
                                : "a second factor or passkey cannot come along: the password alone signs in here");
            } else if (credential.path("value").isString()) {
                fields.lost("credentials", type, "a password in the clear is not taken; the person chooses a new one");
            } else if (credential.path("temporary").asBoolean(false) || asked(fields, "UPDATE_PASSWORD")) {
                fields.lost(
                        "credentials", type, "the password had to be changed; the person chooses a new one by letter");
            } else {
                password = password.or(() -> hash(fields, credential));
            }
        }
        if (fields.at("credentials").isEmpty() && !fields.text("federationLink").isEmpty()) {
            fields.lost("credentials", "the password is in a directory; the person chooses a new one by letter");
        }
        return password;
    }

    private static Optional<PasswordHash> hash(Fields fields, JsonNode credential) {
        return switch (KeycloakHash.read(credential)) {
            case ImportedHash.Read.Good(PasswordHash hash) -> Optional.of(hash);
            case ImportedHash.Read.Refused(String why) -> {
                fields.lost("credentials", "password", "the hash " + why + "; the person chooses a new one by letter");
                yield Optional.empty();
            }
        };
    }

    private List<Identity> identities(Fields fields, Person person) {
        var identities = new ArrayList<Identity>();
        for (JsonNode link : fields.at("federatedIdentities")) {
            String alias = link.path("identityProvider").asString("");
            String subject = link.path("userId").asString("");
            Optional<Provider> provider = Optional.ofNullable(providers.get(alias));
            if (provider.isEmpty()) {
                fields.lost("federatedIdentities", alias, "none of upstreams is that provider");
            } else if (!Introduction.isSubject(subject)) {
                fields.lost("federatedIdentities", alias, "names nobody: userId must have 1 to 255 characters");
            } else if (!person.emailVerified()) {
                fields.lost(
                        "federatedIdentities", alias, "nothing is linked to an account whose address is not verified");
            } else {
                Provider p = provider.get();
                identities.add(new Identity(
                        new IdentityId(random.uuid(now)), person.id(), p.issuer(), subject, p.id(), p.label(), now));
            }
        }
        return identities;
    }

    private static void tellTheRest(Fields fields) {
        fields.at("attributes")
                .properties()
                .forEach(attribute ->
                        fields.lost("attributes", attribute.getKey(), "there are no attributes of one's own"));
        for (String action : fields.texts("requiredActions")) {
            if (!Set.of("VERIFY_EMAIL", "UPDATE_PASSWORD").contains(action)) {
                fields.lost("requiredActions", action, "nothing is asked of people at their first sign-in");
            }
        }
    }

    private static boolean asked(Fields fields, String action) {
        return fields.texts("requiredActions").contains(action);
    }
}
