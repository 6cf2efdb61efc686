package dev.sallyport.app.imports;

import dev.sallyport.kit.json.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** A realm as Keycloak exports it, read from front to end; only one user, client, role or provider is held at a time. */
public final class RealmFile {
    /** Bytes of one user, client, role or provider. */
    static final long LONGEST_ENTRY = 1 << 20;

    private RealmFile() {}

    /** Who hears what is in the file. A method takes what it wants. */
    public interface Reader {
        /** The realm's name. */
        default void realm(String name) throws Unreadable {}

        /** Whether entries of this list are wanted: {@code users}, {@code clients}, {@code roles} or {@code identityProviders}. */
        boolean wants(String list);

        /** An entry of a list that is wanted. */
        default void entry(String list, JsonNode entry) {}

        /** An entry that is not wanted was passed over. */
        default void passed(String list) {}

        /**
         * Anything else of the realm.
         *
         * @param entries how many it holds; 0 for what holds nothing and for a plain value
         */
        default void setting(String name, int entries) {}
    }

    /** Reads the file once; every entry is within its bound where an earlier reading wanted none of them. */
    public static void read(Path file, Reader to) throws IOException, Unreadable {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                JsonParser parser = Json.mapper().createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Unreadable(file + " is no realm: it must be one JSON object, as kc.sh export writes it");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                member(file, name, parser, to);
            }
            if (parser.nextToken() != null) {
                throw new Unreadable(file + " goes on behind the realm, at " + place(parser));
            }
        } catch (JacksonException e) {
            var at = e.getLocation();
            throw new Unreadable(file + (at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr())
                    + ": " + Finding.seen(e.getOriginalMessage()));
        }
    }

    private static void member(Path file, String name, JsonParser parser, Reader to) throws Unreadable {
        switch (name) {
            case "realm" -> to.realm(parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : "");
            case "users", "clients", "identityProviders" -> entries(file, name, parser, to);
            case "roles" -> roles(file, parser, to);
            default -> to.setting(name, counted(parser));
        }
    }

    private static void roles(Path file, JsonParser parser, Reader to) throws Unreadable {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new Unreadable(file + ": roles must be an object, at " + place(parser));
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String kind = parser.currentName();
            parser.nextToken();
            if (kind.equals("realm")) {
                entries(file, "roles", parser, to);
            } else {
                to.setting("roles." + kind, counted(parser));
            }
        }
    }

    private static void entries(Path file, String list, JsonParser parser, Reader to) throws Unreadable {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new Unreadable(file + ": " + list + " must be a list, at " + place(parser));
        }
        boolean wanted = to.wants(list);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new Unreadable(file + ": " + list + " must hold objects, at " + place(parser));
            }
            long begin = parser.currentTokenLocation().getByteOffset();
            if (wanted) {
                to.entry(list, parser.readValueAsTree());
            } else {
                parser.skipChildren();
                to.passed(list);
            }
            if (parser.currentLocation().getByteOffset() - begin > LONGEST_ENTRY) {
                throw new Unreadable(file + ": an entry of " + list + " is longer than " + LONGEST_ENTRY + " bytes, at "
                        + place(parser));
            }
        }
    }

    /** How many entries the value holds, which is passed over. */
    private static int counted(JsonParser parser) {
        if (!parser.currentToken().isStructStart()) {
            return 0;
        }
        boolean object = parser.currentToken() == JsonToken.START_OBJECT;
        int entries = 0;
        for (JsonToken next = parser.nextToken(); !next.isStructEnd(); next = parser.nextToken()) {
            if (object) {
                next = parser.nextToken();
            }
            if (next.isStructStart()) {
                parser.skipChildren();
            }
            entries++;
        }
        return entries;
    }

    private static String place(JsonParser parser) {
        var at = parser.currentTokenLocation();
        return "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
