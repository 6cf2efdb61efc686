package dev.sallyport.walls;

import dev.sallyport.walls.OwnNetwork.Cable;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is another machine to one process of a cluster: a network of its own.
 *
 * @param behind the cable to what is behind all servers
 * @param one the cable to the first gateway
 * @param two the cable to the second, and to who looks at its monitor
 * @param doors through which it reaches ports of this machine
 */
record OtherMachine(OwnNetwork network, Cable behind, Cable one, Cable two, List<CuttingProxy> doors)
        implements AutoCloseable {
    /** Empty, and the log says why, where a process can have no network of its own. */
    static Optional<OtherMachine> open() throws IOException, InterruptedException {
        Optional<OwnNetwork> made = OwnNetwork.open();
        if (made.isEmpty()) {
            return Optional.empty();
        }
        OwnNetwork network = made.get();
        return Optional.of(
                new OtherMachine(network, network.cable(), network.cable(), network.cable(), new ArrayList<>()));
    }

    /** Lets it reach these ports of this machine. */
    void reaches(int... ports) throws IOException {
        for (int port : ports) {
            doors.add(new CuttingProxy(InetAddress.ofLiteral(behind.here()), port, port));
        }
    }

    RunningHouse.Place place() {
        return new RunningHouse.Place(network.entrance(), two.there());
    }

    @Override
    public void close() throws IOException {
        for (CuttingProxy door : doors) {
            door.close();
        }
        network.close();
    }
}
