package dev.sallyport.app;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.stream.IntStream;

/** Looks for ports that nobody listens on at this moment. */
final class FreePort {
    private static final int TRIES = 20;
    private static final int HIGHEST = 65_535;

    private FreePort() {}

    /** Any free port. */
    static int any() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CannotStart("no port of this machine is free: " + DataFolder.told(e));
        }
    }

    /** The next free port above {@code port}, where there is one nearby. */
    static Optional<Integer> after(int port) {
        return IntStream.rangeClosed(port + 1, Math.min(port + TRIES, HIGHEST))
                .filter(FreePort::isFree)
                .boxed()
                .findFirst();
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
