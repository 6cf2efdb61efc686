package dev.sallyport.app;

import dev.sallyport.monitor.Profiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Has the monitor of a running house record what its Java machine does, and keeps the recording. */
@Command(
        name = "profile",
        description = "Record what a running house does, for JDK Mission Control; its monitor must be on this machine.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  sallyport profile --seconds 60 -o busy.jfr")
final class ProfileCommand implements Callable<Integer> {
    private static final int MOST = 300;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int GRACE_SECONDS = 30;

    @Spec
    private CommandSpec spec;

    @Option(names = "--seconds", paramLabel = "SECONDS", description = "For how long, 1 to 300; 30 by default.")
    private int seconds = 30;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to keep it; sallyport.jfr by default.")
    private Path output = Path.of("sallyport.jfr");

    @Option(names = "--monitor", paramLabel = "PORT", description = "The monitor's port; 9090 by default.")
    private int port = 9090;

    @Override
    public Integer call() {
        if (seconds < 1 || seconds > MOST) {
            throw new ParameterException(spec.commandLine(), "--seconds is 1 to " + MOST + ".");
        }
        if (port < 1 || port > 65_535) {
            throw new ParameterException(spec.commandLine(), "--monitor is a port, 1 to 65535.");
        }
        String monitor = "http://127.0.0.1:" + port;
        spec.commandLine().getErr().println("Recording for " + seconds + " s …");
        try {
            var connection = (HttpURLConnection)
                    URI.create(monitor + "/jfr?seconds=" + seconds).toURL().openConnection();
            return kept(connection);
        } catch (IOException e) {
            return failed("no profile from " + monitor + ": " + DataFolder.told(e), "Does a house run there?");
        }
    }

    private int kept(HttpURLConnection connection) throws IOException {
        connection.setRequestMethod("POST");
        connection.setRequestProperty(Profiles.HEADER, "yes");
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout((int) TimeUnit.SECONDS.toMillis((long) seconds + GRACE_SECONDS));
        try {
            int status = connection.getResponseCode();
            if (status != 200) {
                return failed("the monitor answered " + status + ".", said(connection));
            }
            Path fresh = output.resolveSibling(output.getFileName() + ".fresh");
            try (InputStream recording = connection.getInputStream()) {
                Files.copy(recording, fresh, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(fresh, output, StandardCopyOption.REPLACE_EXISTING);
            spec.commandLine().getOut().println(output.toAbsolutePath().normalize());
            return Exit.DONE;
        } finally {
            connection.disconnect();
        }
    }

    private static String said(HttpURLConnection connection) throws IOException {
        try (InputStream problem = connection.getErrorStream()) {
            return problem == null ? "" : new String(problem.readNBytes(2_000), StandardCharsets.UTF_8);
        }
    }

    private int failed(String what, String advice) {
        spec.commandLine().getErr().println("sallyport: " + what);
        spec.commandLine().getErr().println("  " + advice);
        return Exit.COULD_NOT_START;
    }
}
