package dev.sallyport.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** From the command to ready and to the first token, on data that are there already; cold and warm in turn. */
final class Starts {
    private static final int STARTS = 5;
    private static final byte[] SIGN_IN = Connection.request(
            "POST /v1/auth/login_mobile", "username=demo%40example.org&password=open+sesame%2C+demo");

    private Starts() {}

    private record Start(Duration ready, Duration token, Duration cpu, long resident) {}

    static List<Row> rows(Yard yard) throws IOException, InterruptedException {
        Path data = yard.folder().resolve("starts");
        once(yard.program(), data);
        var cold = new ArrayList<Start>();
        var warm = new ArrayList<Start>();
        for (int i = 0; i < STARTS; i++) {
            cold.add(once(yard.withoutCache(), data));
            warm.add(once(yard.program(), data));
        }
        return List.of(row("cold: without the AOT cache", cold), row("warm: as ./sallyport starts", warm));
    }

    private static Start once(List<String> command, Path data) throws IOException, InterruptedException {
        try (var server = RunningServer.start(command, data, "", true)) {
            Duration ready = server.untilReady();
            Duration cpu = server.cpu();
            Duration token = server.until(server.port(), SIGN_IN);
            return new Start(ready, token, cpu, server.resident().orElse(0));
        }
    }

    private static Row row(String work, List<Start> starts) {
        return new Row(
                work,
                Figure.fine("ready s", median(starts, start -> start.ready().toNanos() / 1e9)),
                Figure.fine(
                        "best",
                        starts.stream()
                                .mapToDouble(s -> s.ready().toNanos() / 1e9)
                                .min()
                                .orElseThrow()),
                Figure.fine(
                        "worst",
                        starts.stream()
                                .mapToDouble(s -> s.ready().toNanos() / 1e9)
                                .max()
                                .orElseThrow()),
                Figure.fine(
                        "first token s", median(starts, start -> start.token().toNanos() / 1e9)),
                Figure.fine("CPU s", median(starts, start -> start.cpu().toNanos() / 1e9)),
                Figure.whole("resident MiB", median(starts, Start::resident)));
    }

    private static double median(List<Start> starts, ToDoubleFunction<Start> of) {
        double[] sorted = starts.stream().mapToDouble(of).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
