package dev.sallyport.storage.sql;

import dev.sallyport.domain.Secret;
import dev.sallyport.storage.sql.DatabaseSettings.Encryption;
import dev.sallyport.storage.sql.DatabaseSettings.Parsed;
import dev.sallyport.storage.sql.DatabaseSettings.Postgresql;
import dev.sallyport.storage.sql.DatabaseSettings.Server;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the URL of a PostgreSQL database; what is not understood is refused, for a setting that is passed over protects nobody. */
final class DatabaseUrl {
    private static final Pattern URL = Pattern.compile(
            "postgres(?:ql)?://(?<user>[^:@/?#]+)(?::(?<password>[^@/?#]*))?@(?<servers>[^@/?#]+)/(?<name>[A-Za-z0-9_.~-]+)(?:\\?(?<query>[^#]*))?");
    private static final Pattern SERVER =
            Pattern.compile("(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(?<port>[0-9]{1,5}))?");

    /** What the servers of a URL are there for, and which {@code target_session_attrs} says so. */
    enum Part {
        PRIMARY("read-write|primary", "with target_session_attrs=read-write, as a house must write"),
        REPLICA("standby", "with target_session_attrs=standby, or without it");

        private final String targets;
        private final String expected;

        Part(String targets, String expected) {
            this.targets = targets;
            this.expected = expected;
        }
    }

    private static final String MODES = "sslmode of disable, allow, prefer, require, verify-ca, verify-full";

    private final Part part;
    private final Optional<Secret> password;
    private Optional<Encryption> encryption = Optional.empty();
    private Optional<String> authorities = Optional.empty();

    private DatabaseUrl(Part part, Optional<Secret> password) {
        this.part = part;
        this.password = password;
    }

    static Parsed parse(String text, Optional<Secret> password, Part part) {
        try {
            return new DatabaseUrl(part, password).read(text);
        } catch (IllegalArgumentException notEscapedRight) {
            return new Parsed.Invalid(DatabaseSettings.FORM);
        }
    }

    private Parsed read(String text) {
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            return new Parsed.Invalid(DatabaseSettings.FORM);
        }
        var servers = new ArrayList<Server>();
        for (String part : url.group("servers").split(",", -1)) {
            Matcher server = SERVER.matcher(part);
            if (!server.matches()) {
                return new Parsed.Invalid(DatabaseSettings.FORM);
            }
            int port = server.group("port") == null
                    ? DatabaseSettings.POSTGRESQL_PORT
                    : Integer.parseInt(server.group("port"));
            if (port < 1 || port > 65_535) {
                return new Parsed.Invalid(DatabaseSettings.FORM);
            }
            servers.add(new Server(server.group("host"), port));
        }
        Optional<String> mistake = Stream.of(
                        Optional.ofNullable(url.group("query")).orElse("").split("&"))
                .filter(pair -> !pair.isEmpty())
                .map(this::option)
                .flatMap(Optional::stream)
                .findFirst();
        if (mistake.isPresent()) {
            return new Parsed.Invalid(mistake.get());
        }
        if (authorities.isPresent() && encryption.filter(Encryption::verifies).isEmpty()) {
            return new Parsed.Invalid("with sslmode=verify-full where sslrootcert is named, or nothing is verified");
        }
        Optional<Secret> inline =
                Optional.ofNullable(url.group("password")).map(written -> Secret.of(decoded(written)));
        return new Parsed.Valid(new Postgresql(
                List.copyOf(servers),
                url.group("name"),
                decoded(url.group("user")),
                password.or(() -> inline),
                encryption,
                authorities,
                DatabaseSettings.CONNECTIONS,
                Optional.empty()));
    }

    /** What would be right, where the pair is not. */
    private Optional<String> option(String pair) {
        String[] parts = pair.split("=", 2);
        String value = parts.length == 2 ? decoded(parts[1]) : "";
        return switch (parts[0]) {
            case "sslmode" -> {
                encryption = Stream.of(Encryption.values())
                        .filter(mode -> mode.word().equals(value))
                        .findFirst();
                yield encryption.isPresent() ? Optional.empty() : Optional.of("with " + MODES);
            }
            case "sslrootcert" -> {
                authorities = Optional.of(value).filter(file -> !file.isEmpty());
                yield authorities.isPresent()
                        ? Optional.empty()
                        : Optional.of("with the file of sslrootcert, or system");
            }
            // There is no other choice to make.
            case "target_session_attrs" -> value.matches(part.targets) ? Optional.empty() : Optional.of(part.expected);
            default -> Optional.of("with no other options than sslmode, sslrootcert, target_session_attrs");
        };
    }

    private static String decoded(String text) {
        // A plus sign is a plus sign here (RFC 3986 §2.2).
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
