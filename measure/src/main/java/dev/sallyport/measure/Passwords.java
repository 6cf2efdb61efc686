package dev.sallyport.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Password sign-in beside the bare native hash, in turn on the same core, for the machine is never the same twice. */
final class Passwords {
    private static final int ROUNDS = 3;
    private static final int CONNECTIONS = 8;

    private Passwords() {}

    static List<Row> rows(Yard yard) throws IOException, InterruptedException {
        var rows = new ArrayList<Row>();
        rows.addAll(at(yard, "Keycloak's: 7 MiB, 5 passes", 7, 5));
        rows.addAll(at(yard, "ours: 19 MiB, 2 passes", 19, 2));
        return rows;
    }

    private static List<Row> at(Yard yard, String settings, int memory, int passes)
            throws IOException, InterruptedException {
        Duration span = yard.span().dividedBy(2);
        var bare = new ArrayList<BareWork.Rate>();
        var signIns = new ArrayList<Load.Result>();
        Path data = yard.folder().resolve("passwords-" + memory);
        String configuration = "accounts: { password: { memory: %d, passes: %d } }\ngateway: { limits: [] }\n"
                .formatted(memory, passes);
        try (var server = RunningServer.start(yard.pinned(), data, configuration, false)) {
            server.untilReady();
            Accounts.register(server.port(), CONNECTIONS);
            var load = new Load(server, span);
            for (int i = 0; i < ROUNDS; i++) {
                bare.add(BareWork.hashes(yard, span, memory, passes));
                signIns.add(load.run(CONNECTIONS, (number, connection) -> {
                    byte[] request = Accounts.signIn(number);
                    return () -> request;
                }));
            }
        }
        double hashes = median(bare, BareWork.Rate::perCpuSecond);
        double proofs = median(signIns, Load.Result::perCpuSecond);
        return List.of(
                new Row(
                        "limit: bare native hash, " + settings,
                        Figure.fine("per second", median(bare, BareWork.Rate::perSecond)),
                        Figure.fine("per CPU second", hashes)),
                new Row(
                        "login_mobile, " + settings,
                        Figure.fine("per second", median(signIns, Load.Result::perSecond)),
                        Figure.fine("per CPU second", proofs),
                        Figure.whole("% of the limit", 100 * proofs / hashes)));
    }

    private static <T> double median(List<T> all, ToDoubleFunction<T> of) {
        double[] sorted = all.stream().mapToDouble(of).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
