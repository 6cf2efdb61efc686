package dev.sallyport.measure;

import java.io.IOException;

/** One person who is signed on, sent by a client for a code again and again, and the client that redeems it each time. */
final class CodeFlow implements Load.Asker {
    /** The client, in the list of the configuration; trusted, so that nobody is asked. */
    static final String CLIENT = """
              - id: flow
                secret: "a secret of the flow"
                trusted: true
                grants: [authorization_code, refresh_token]
                scopes: [openid, profile]
                redirect_uris: ["http://127.0.0.1:9/callback"]
            """;

    /** The pair of the example in RFC 7636, appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final String AUTHORIZE =
            "GET /oauth2/authorize?response_type=code&client_id=flow&scope=openid+profile"
                    + "&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fcallback&code_challenge=" + CHALLENGE
                    + "&code_challenge_method=S256";

    private final byte[] authorize;
    private String code = "";

    private CodeFlow(String cookies) {
        this.authorize = Connection.request(AUTHORIZE, "", "cookie: " + cookies);
    }

    /** Signs account {@code number} on. */
    static CodeFlow of(RunningServer server, int number, Connection connection) throws IOException {
        return new CodeFlow(connection.ask(Accounts.signInWeb(server, number)).cookies());
    }

    @Override
    public byte[] next() {
        return code.isEmpty() ? authorize : token(code);
    }

    @Override
    public void answered(Answer answer) {
        code = code.isEmpty() ? answer.code() : "";
    }

    @Override
    public boolean isDone() {
        return code.isEmpty();
    }

    private static byte[] token(String code) {
        return Connection.request(
                "POST /oauth2/token",
                "grant_type=authorization_code&code=" + code + "&code_verifier=" + VERIFIER
                        + "&client_id=flow&client_secret=a+secret+of+the+flow");
    }

    /** Walks the flow once; a request for userinfo with the token that comes of it. */
    byte[] userinfo(Connection connection) throws IOException {
        Answer tokens = connection.ask(token(connection.ask(authorize).code()));
        return Connection.request("GET /oauth2/userinfo", "", "authorization: Bearer " + tokens.text("access_token"));
    }
}
