package dev.sallyport.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Tokens by the real paths, through the gateway, on a database on disk. Another piece of work is another line in
 * {@link #rows}: a name, the connections, and what each asks.
 */
final class Tokens {
    private static final int CONNECTIONS = 64;
    private static final String CLIENT = "bench";
    private static final String SECRET = "a secret of the benchmark";

    /** A cheap hash, so that what is around it shows, and no limits, for all requests come from one address. */
    private static final String CONFIGURATION = """
            accounts: { password: { memory: 7, passes: 1 } }
            gateway: { limits: [] }
            clients:
              - { id: %s, secret: "%s", grants: [client_credentials], scopes: [orders] }
            """.formatted(CLIENT, SECRET) + CodeFlow.CLIENT;

    private static final String BASIC = "authorization: Basic "
            + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.US_ASCII));
    private static final byte[] CLIENT_CREDENTIALS =
            Connection.request("POST /oauth2/token", "grant_type=client_credentials", BASIC);

    private Tokens() {}

    static List<Row> rows(Yard yard) throws IOException, InterruptedException {
        var rows = new ArrayList<Row>();
        rows.add(BareWork.signatures(yard));
        Path data = yard.folder().resolve("tokens");
        try (var server = RunningServer.start(yard.pinned(), data, CONFIGURATION, false)) {
            server.untilReady();
            Accounts.register(server.port(), CONNECTIONS);
            var load = new Load(server, yard.span());
            rows.add(load.run(CONNECTIONS, Load.always(Connection.request("GET /.well-known/jwks.json", "")))
                    .row("limit: a route that does nothing (jwks.json)"));
            rows.add(load.run(CONNECTIONS, (number, connection) -> always(Accounts.signIn(number)))
                    .row("login_mobile, hash of 7 MiB and 1 pass"));
            rows.add(load.run(CONNECTIONS, Refreshing::of).row("refresh_mobile, rotation on disk"));
            rows.add(load.run(CONNECTIONS, Load.always(CLIENT_CREDENTIALS)).row("client_credentials"));
            rows.add(load.run(CONNECTIONS, (number, connection) -> always(introspection(connection)))
                    .row("introspection"));
            rows.add(load.run(CONNECTIONS, (number, connection) -> CodeFlow.of(server, number, connection))
                    .row("code flow: authorize, signed on, then token"));
            rows.add(load.run(
                            CONNECTIONS,
                            (number, connection) -> always(
                                    CodeFlow.of(server, number, connection).userinfo(connection)))
                    .row("userinfo"));
        }
        return rows;
    }

    private static Load.Asker always(byte[] request) {
        return () -> request;
    }

    private static byte[] introspection(Connection connection) throws IOException {
        String token = connection.ask(CLIENT_CREDENTIALS).text("access_token");
        return Connection.request("POST /oauth2/introspect", "token=" + token, BASIC);
    }
}
