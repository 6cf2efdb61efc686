package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One {@code sallyport.yaml} for the processes of every role, as {@code deploy/} brings it, before the program's own reading. */
final class SharedSettings {
    private static final Pattern SECRET = Pattern.compile("/run/secrets/([\\w./-]+)");

    private SharedSettings() {}

    /** {@code sallyport check} finds each role in order, with stand-ins for the files of secrets. */
    static void holdFor(Path folder, String yaml, List<String> roles) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("shared.yaml"), standingIn(folder, yaml));
        for (String servers : roles) {
            Tool.Ran checked = Tool.sallyport(folder, "check", "--config", file.toString(), "--only", servers);
            assertThat(checked.said()).as(servers).contains("The configuration is in order.");
            assertThat(checked.exit()).as(servers).isZero();
        }
    }

    private static String standingIn(Path folder, String yaml) throws IOException {
        Matcher secrets = SECRET.matcher(yaml);
        while (secrets.find()) {
            Path secret = folder.resolve("secrets").resolve(secrets.group(1));
            Files.createDirectories(secret.getParent());
            Files.writeString(secret, "0123456789abcdef0123456789abcdef");
        }
        return yaml.replace("/run/secrets/", folder.resolve("secrets") + "/");
    }
}
