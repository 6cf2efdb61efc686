package dev.sallyport.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The gateway before a server that is not the house's, beside nginx before the same: in turn on the same core, the origin and
 * the load on the others.
 */
final class Gateways {
    private static final int CONNECTIONS = 64;

    /** The compilers of a Java machine need a minute on one core. */
    private static final int WARM_UP = 10;

    private static final byte[] REQUEST = Connection.request("GET /orders/7", "", "accept: application/json");

    private Gateways() {}

    static List<Row> rows(Yard yard) throws IOException, InterruptedException {
        var rows = new ArrayList<Row>();
        rows.add(BareWork.decisions(yard));
        if (Nginx.program().isEmpty()) {
            System.err.println("There is no nginx here to measure beside; it is Debian's package nginx.");
            return rows;
        }
        Certificate certificate = Certificate.make(yard.folder());
        try (var origin = Nginx.origin(yard.folder().resolve("origin"), List.of())) {
            rows.addAll(beside(yard, origin.port(), Optional.empty()));
            rows.addAll(beside(yard, origin.port(), Optional.of(certificate)));
        }
        return rows;
    }

    private static List<Row> beside(Yard yard, int origin, Optional<Certificate> certificate)
            throws IOException, InterruptedException {
        String over = certificate.isPresent() ? ", TLS" : "";
        Connection.Kind kind = certificate.isPresent() ? Connection.Kind.TLS : Connection.Kind.PLAIN;
        Load.Result peer;
        try (var nginx = Nginx.proxy(yard.folder().resolve("proxy" + kind), yard.pin(), origin, certificate)) {
            peer = new Load(nginx, yard.span(), kind).run(CONNECTIONS, Load.always(REQUEST));
        }
        Load.Result ours;
        Path data = yard.folder().resolve("gateway" + kind);
        try (var server = RunningServer.start(yard.pinned(), data, configuration(origin, certificate), false)) {
            server.untilReady();
            ours = new Load(server, yard.span(), kind).run(CONNECTIONS, Load.always(REQUEST), WARM_UP);
        }
        return List.of(
                peer.row("nginx, one worker" + over),
                ours.row("Sallyport" + over),
                new Row(
                        "Sallyport to nginx" + over,
                        Figure.fine("per second", ours.perSecond() / peer.perSecond()),
                        Figure.fine("per CPU second", ours.perCpuSecond() / peer.perCpuSecond()),
                        Figure.fine("p50 ms", ours.millisAt(0.5) / peer.millisAt(0.5)),
                        Figure.fine("p99 ms", ours.millisAt(0.99) / peer.millisAt(0.99))));
    }

    private static String configuration(int origin, Optional<Certificate> certificate) {
        String tls = certificate
                .map(c -> "  tls: { mode: files, certificates: [{ chain_file: \"" + c.chain() + "\", key_file: \""
                        + c.key() + "\" }] }\n")
                .orElse("");
        return "gateway:\n" + tls + "  routes: [{ path: /orders/**, to: [\"http://127.0.0.1:" + origin
                + "\"], require: none }]\n";
    }
}
