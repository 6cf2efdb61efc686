package dev.sallyport.measure;

import dev.sallyport.auth.password.Argon2;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.gateway.Limit;
import dev.sallyport.gateway.PathPattern;
import dev.sallyport.gateway.TierOne;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.token.CryptoProviders;
import dev.sallyport.kit.token.JwtSigner;
import dev.sallyport.kit.token.KeyPairs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the machine allows: one piece of work on one thread of a bare process, with nothing around it. A {@code main} of its own,
 * so that it runs bound like a server and under the same options.
 */
final class BareWork {
    private static final String CLAIMS =
            "{\"iss\":\"http://localhost:8080\",\"sub\":\"00000000-0000-7000-8000-000000000000\",\"aud\":[\"http://localhost:8080\"],"
                    + "\"iat\":1700000000,\"exp\":1700000300,\"jti\":\"0123456789abcdefghijkl\",\"client_id\":\"mobile\",\"scope\":\"\"}";

    private BareWork() {}

    /**
     * How fast it went.
     *
     * @param perSecond by the clock, on the core that the servers have too
     * @param isNative whether native cryptography was at work
     */
    record Rate(double perSecond, double perCpuSecond, boolean isNative) {
        Row row(String work) {
            return new Row(work, Figure.whole("per second", perSecond), Figure.whole("per CPU second", perCpuSecond));
        }
    }

    /** Tokens of usual size, assembled and signed by ES256; tells whether native cryptography did it. */
    static Row signatures(Yard yard) throws IOException, InterruptedException {
        Rate rate = run(yard, yard.span(), "es256");
        return rate.row("limit: bare ES256 tokens, signed " + (rate.isNative() ? "natively" : "in Java"));
    }

    /** Argon2id hashes; memory in MiB. */
    static Rate hashes(Yard yard, Duration span, int memory, int passes) throws IOException, InterruptedException {
        return run(yard, span, "argon2", Integer.toString(memory), Integer.toString(passes));
    }

    /** Decisions of Tier 1 about requests of ever other addresses; how long one takes. */
    static Row decisions(Yard yard) throws IOException, InterruptedException {
        Rate rate = run(yard, yard.span(), "tier-one");
        return new Row(
                "a decision of Tier 1, in process",
                Figure.whole("per second", rate.perSecond()),
                Figure.whole("per CPU second", rate.perCpuSecond()),
                Figure.fine("µs of CPU", 1e6 / rate.perCpuSecond()));
    }

    private static Rate run(Yard yard, Duration span, String... work) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of(Long.toString(span.toMillis())));
        words.addAll(List.of(work));
        Process process = new ProcessBuilder(yard.bare(BareWork.class, words.toArray(String[]::new)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
            // Other options of the Java machine may make it talk before.
            String line = out.lines().reduce("", (before, last) -> last);
            if (process.waitFor() != 0 || line.isEmpty()) {
                throw new IOException("the bare work " + String.join(" ", work) + " failed");
            }
            String[] rates = line.split(" ");
            return new Rate(Double.parseDouble(rates[0]), Double.parseDouble(rates[1]), Boolean.parseBoolean(rates[2]));
        } finally {
            process.destroy();
        }
    }

    public static void main(String[] arguments) throws GeneralSecurityException {
        long span = Long.parseLong(arguments[0]) * 1_000_000;
        Runnable work = switch (arguments[1]) {
            case "es256" -> signature();
            case "argon2" -> hash(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            case "tier-one" -> decision();
            default -> throw new IllegalArgumentException("unknown work " + arguments[1]);
        };
        count(work, span / 2);
        Duration cpu = RunningServer.cpu(ProcessHandle.current());
        long begun = System.nanoTime();
        long done = count(work, span);
        double wall = System.nanoTime() - begun;
        double used = RunningServer.cpu(ProcessHandle.current()).minus(cpu).toNanos();
        System.out.println(done * 1e9 / wall + " " + done * 1e9 / Math.max(1, used) + " " + CryptoProviders.isNative());
    }

    private static long count(Runnable work, long nanos) {
        long done = 0;
        for (long begun = System.nanoTime(); System.nanoTime() - begun < nanos; done++) {
            work.run();
        }
        return done;
    }

    private static Runnable signature() throws GeneralSecurityException {
        var pair = new KeyPairs().make(Algorithm.ES256);
        var signer = JwtSigner.of(pair.id(), Algorithm.ES256, pair.privateKey());
        return () -> signer.sign("at+jwt", CLAIMS);
    }

    /** The usual limits, of which one matches and never refuses, and ten thousand addresses in turn. */
    private static Runnable decision() {
        var open = new Limit(PathPattern.of("/v1/**"), dev.sallyport.gateway.Rate.of("1000000/s"), Limit.Per.ADDRESS);
        var limits = new ArrayList<>(Limit.USUAL);
        limits.set(0, open);
        Response good = Response.of(200);
        Handler door = new TierOne(
                        limits,
                        request -> Optional.empty(),
                        false,
                        Optional.empty(),
                        new SimpleMeterRegistry(),
                        System::nanoTime,
                        count -> SecureRandom.getSeed(count))
                .around(request -> good);
        Request[] requests = new Request[10_000];
        for (int i = 0; i < requests.length; i++) {
            var address = new Address(InetAddress.ofLiteral("10.0." + (i >> 8) + "." + (i & 0xff)));
            requests[i] = Request.of("GET", "/v1/profile").from(address);
        }
        var next = new AtomicInteger();
        return () -> door.handle(requests[Math.floorMod(next.getAndIncrement(), requests.length)]);
    }

    private static Runnable hash(int memory, int passes) {
        Argon2 argon2 = Argon2.best();
        var cost = new Argon2.Cost(memory * 1024, passes, 1);
        byte[] password = "a long pass phrase".getBytes(StandardCharsets.US_ASCII);
        byte[] salt = new byte[16];
        return () -> argon2.tag(cost, password, salt);
    }
}
