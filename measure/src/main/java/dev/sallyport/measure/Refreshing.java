package dev.sallyport.measure;

import java.io.IOException;

/** One family of refresh tokens, turned again and again. */
final class Refreshing implements Load.Asker {
    private String token;

    private Refreshing(String token) {
        this.token = token;
    }

    /** Begins one by signing account {@code number} in. */
    static Refreshing of(int number, Connection connection) throws IOException {
        return new Refreshing(connection.ask(Accounts.signIn(number)).text("refresh_token"));
    }

    @Override
    public byte[] next() {
        return Connection.request("POST /v1/auth/refresh_mobile", "{\"refresh_token\":\"" + token + "\"}");
    }

    @Override
    public void answered(Answer answer) {
        token = answer.text("refresh_token");
    }
}
