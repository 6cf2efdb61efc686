package dev.sallyport.walls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network of its own for a process (a network namespace of Linux), as on another machine, joined to this one by cables of which each
 * can fall silent: packets leave as ever, and the kernel at the other end drops them, for they are addressed to no card of its own.
 */
final class OwnNetwork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnNetwork.class);
    private static final String NOBODY = "02:00:00:00:00:01";

    private final String name;
    private final String prefix;
    private final List<Cable> cables = new ArrayList<>();

    private OwnNetwork(String name) {
        this.name = name;
        // Of the addresses for measuring between networks (RFC 2544), which no real one has.
        this.prefix = "198.18." + ProcessHandle.current().pid() % 256 + ".";
    }

    /** Makes one; empty, and the log says why, where this machine does not let us. */
    static Optional<OwnNetwork> open() throws InterruptedException {
        var network = new OwnNetwork("sallyport-" + ProcessHandle.current().pid());
        try {
            run("ip", "netns", "add", network.name);
        } catch (IOException e) {
            LOG.info("no network of its own for a process here: {}", e.getMessage());
            return Optional.empty();
        }
        try {
            network.inside("ip", "link", "set", "lo", "up");
            return Optional.of(network);
        } catch (IOException e) {
            LOG.info("no network of its own for a process here: {}", e.getMessage());
            network.close();
            return Optional.empty();
        }
    }

    /** A further cable from this machine. */
    Cable cable() throws IOException, InterruptedException {
        int index = cables.size();
        String card = "sp" + ProcessHandle.current().pid() + "h" + index;
        var cable = new Cable(card, "eth" + index, prefix + (4 * index + 1), prefix + (4 * index + 2));
        run("ip", "link", "add", card, "type", "veth", "peer", "name", cable.cardThere, "netns", name);
        cables.add(cable);
        run("ip", "addr", "add", cable.here + "/30", "dev", card);
        run("ip", "link", "set", card, "up");
        inside("ip", "addr", "add", cable.there + "/30", "dev", cable.cardThere);
        inside("ip", "link", "set", cable.cardThere, "up");
        return cable;
    }

    /** The words to put before a command that is to run there. */
    List<String> entrance() {
        return List.of("ip", "netns", "exec", name);
    }

    private void inside(String... command) throws IOException, InterruptedException {
        var whole = new ArrayList<>(entrance());
        whole.addAll(List.of(command));
        run(whole.toArray(String[]::new));
    }

    /** A cable with an address at each end. */
    final class Cable {
        private final String cardHere;
        private final String cardThere;
        private final String here;
        private final String there;

        private Cable(String cardHere, String cardThere, String here, String there) {
            this.cardHere = cardHere;
            this.cardThere = cardThere;
            this.here = here;
            this.there = there;
        }

        /** The address of this machine at it. */
        String here() {
            return here;
        }

        /** The address at the other end. */
        String there() {
            return there;
        }

        /** From now on nothing arrives at either end, and nobody is told. */
        void cut() throws IOException, InterruptedException {
            run("ip", "neigh", "replace", there, "lladdr", NOBODY, "dev", cardHere, "nud", "permanent");
            inside("ip", "neigh", "replace", here, "lladdr", NOBODY, "dev", cardThere, "nud", "permanent");
        }

        void heal() throws IOException, InterruptedException {
            run("ip", "neigh", "del", there, "dev", cardHere);
            inside("ip", "neigh", "del", here, "dev", cardThere);
        }

        /** Whether who calls the other end waits for an answer, rather than being refused or let in. */
        boolean isSilent(int port) throws IOException {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.ofLiteral(there), port), 1_000);
                return false;
            } catch (SocketTimeoutException silence) {
                return true;
            }
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Tool.Ran ran = Tool.run(Path.of("."), command);
        if (ran.exit() != 0) {
            throw new IOException(List.of(command) + " said: " + ran.said().strip());
        }
    }

    /** The cables go with it. Whoever runs there must have ended. */
    @Override
    public void close() {
        try {
            run("ip", "netns", "del", name);
        } catch (IOException e) {
            LOG.warn("a network is left behind", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
