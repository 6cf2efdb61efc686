package dev.sallyport.app.doctor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on a bare socket that does everything right, but for the faults that are planted in it by their ids. What it says is in
 * {@link FaultyAnswers}; here is how it reads.
 */
public final class FaultyHouse implements AutoCloseable {
    private static final int LONGEST_HEAD = 16 * 1024;
    private static final long LONGEST_BODY = 1024 * 1024;
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "OPTIONS");

    private final ServerSocket door;
    private final Set<String> plants;
    private final String name;
    private final AtomicInteger guesses = new AtomicInteger();

    private FaultyHouse(ServerSocket door, Set<String> plants, String name) {
        this.door = door;
        this.plants = plants;
        this.name = name;
        Thread.ofVirtual().start(this::serve);
    }

    public static FaultyHouse with(String... plants) throws IOException {
        return at("127.0.0.1", plants);
    }

    /** At another address of the loopback network, which a browser would not take for its own machine. */
    public static FaultyHouse at(String address, String... plants) throws IOException {
        return new FaultyHouse(new ServerSocket(0, 50, InetAddress.getByName(address)), Set.of(plants), address);
    }

    /** On a socket that speaks TLS. */
    static FaultyHouse behind(ServerSocket door, String... plants) {
        return new FaultyHouse(door, Set.of(plants), "tls");
    }

    public URI url() {
        return URI.create((name.equals("tls") ? "https://127.0.0.1:" : "http://" + name + ":") + door.getLocalPort());
    }

    boolean has(String plant) {
        return plants.contains(plant);
    }

    /** How many sign-ins were tried, this one with them. */
    int guess() {
        return guesses.incrementAndGet();
    }

    /**
     * One request.
     *
     * @param lines the field lines as they came
     */
    record Ask(String method, String target, List<String> lines, String head, String body) {
        Optional<String> field(String name) {
            return lines.stream()
                    .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        }

        long count(String name) {
            return lines.stream()
                    .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ":"))
                    .count();
        }

        String path() {
            return target.replaceFirst("\\?.*", "");
        }
    }

    private void serve() {
        while (!door.isClosed()) {
            try {
                Socket visitor = door.accept();
                Thread.ofVirtual().start(() -> receive(visitor));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void receive(Socket visitor) {
        try (visitor) {
            visitor.setSoTimeout(20_000);
            visitor.getOutputStream().write(answer(new BufferedInputStream(visitor.getInputStream())));
            visitor.getOutputStream().flush();
        } catch (IOException gone) {
            // The examination hangs up in the middle of a word where it has seen enough.
        }
    }

    private byte[] answer(InputStream in) throws IOException {
        Optional<String> head = head(in);
        if (head.isEmpty()) {
            return FaultyAnswers.refused(431);
        }
        List<String> lines = head.get().lines().toList();
        String[] first = lines.isEmpty() ? new String[0] : lines.getFirst().split(" ");
        if (first.length != 3) {
            return FaultyAnswers.refused(400);
        }
        var ask = new Ask(first[0], first[1], lines.subList(1, lines.size()), head.get(), "");
        Optional<Integer> refusal = refusal(ask, in);
        if (refusal.isPresent()) {
            return FaultyAnswers.refused(refusal.get());
        }
        long length = has("framing-ambiguous") ? 0 : length(ask);
        String body = new String(in.readNBytes((int) Math.min(length, Integer.MAX_VALUE)), ISO_8859_1);
        return FaultyAnswers.to(this, new Ask(ask.method(), ask.target(), ask.lines(), ask.head(), body));
    }

    private Optional<Integer> refusal(Ask ask, InputStream in) throws IOException {
        if (!has("long-address-taken") && ask.target().length() > LONGEST_HEAD / 2) {
            return Optional.of(414);
        }
        if (!has("long-headers-taken") && ask.head().length() - ask.target().length() > LONGEST_HEAD) {
            return Optional.of(431);
        }
        if (!has("host-not-required") && ask.count("host") != 1) {
            return Optional.of(400);
        }
        if (!has("fields-read-loosely") && ask.lines().stream().anyMatch(line -> !line.matches("[A-Za-z0-9_-]+:.*"))) {
            return Optional.of(400);
        }
        if (!has("framing-ambiguous") && isAmbiguous(ask, in)) {
            return Optional.of(400);
        }
        if (!has("large-body-awaited") && length(ask) > LONGEST_BODY) {
            return Optional.of(413);
        }
        return path(ask).or(() -> method(ask));
    }

    private static long length(Ask ask) {
        return ask.field("content-length")
                .filter(text -> text.matches("\\d{1,12}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    private Optional<Integer> path(Ask ask) {
        String path = ask.path();
        boolean odd = path.matches("(?i).*(?:%2e|%2f|%25|%00|%5c|\\.\\.|;|//|%(?![0-9a-f]{2})).*");
        boolean let = has("path-interpreted") || has("path-climbs") || has("open-redirect") || has("stack-trace-shown");
        return odd && !let ? Optional.of(400) : Optional.empty();
    }

    private Optional<Integer> method(Ask ask) {
        if (ask.method().equals("TRACE") && !has("trace-answered")) {
            return Optional.of(405);
        }
        boolean known = METHODS.contains(ask.method()) || ask.method().equals("TRACE");
        return known || has("unknown-method-answered") ? Optional.empty() : Optional.of(501);
    }

    private static boolean isAmbiguous(Ask ask, InputStream in) throws IOException {
        Optional<String> coding = ask.field("transfer-encoding");
        if (ask.count("content-length") > 1
                || ask.field("content-length")
                        .filter(text -> !text.matches("\\d+"))
                        .isPresent()
                || (coding.isPresent() && ask.count("content-length") > 0)
                || coding.filter(text -> !text.equals("chunked")).isPresent()) {
            return true;
        }
        return coding.isPresent() && Character.digit(in.read(), 16) < 0;
    }

    private Optional<String> head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int most = has("long-headers-taken") || has("long-address-taken") ? 1024 * 1024 : LONGEST_HEAD;
        for (int last = 0; last != 0x0D0A0D0A; ) {
            int one = in.read();
            if (one < 0 || head.size() > most) {
                return Optional.empty();
            }
            head.write(one);
            last = last << 8 | one;
        }
        return Optional.of(head.toString(ISO_8859_1).strip());
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
