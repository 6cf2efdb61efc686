package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code deploy/systemd}, looked at by systemd itself; no service manager runs here to start them. */
@Tag("slow")
class DeployedUnitsTest {
    private static final Path UNITS = Repository.ROOT.resolve("deploy/systemd");
    private static final Pattern EXPOSURE = Pattern.compile("Overall exposure level for .*: ([0-9.]+) ");

    /** From 0, a unit that can do nothing, to 10; 1.3 was measured, most units of a machine have more than 9. */
    private static final double MOST = 1.5;

    @TempDir
    Path folder;

    /** The unit with a program that is on this machine, under the name that it is started by. */
    private Path unit(String file, String name, String from, String to) throws Exception {
        String text = Repository.read(UNITS.resolve(file));
        assertThat(text).contains("ExecStart=/opt/sallyport/bin/sallyport up", from);
        return Files.writeString(
                folder.resolve(name),
                text.replace("ExecStart=/opt/sallyport/bin/sallyport", "ExecStart=/bin/true")
                        .replace(from, to));
    }

    @ParameterizedTest
    @CsvSource({"sallyport.service, sallyport.service", "sallyport@.service, sallyport@gateway.service"})
    void systemd_understands_every_line_and_finds_little_exposed(String file, String name) throws Exception {
        String analyze = Tool.here("systemd-analyze");
        Path unit = unit(file, name, "", "");
        Tool.Ran verified = Tool.run(folder, analyze, "verify", "--man=no", "--recursive-errors=no", unit.toString());
        assertThat(verified.said()).isBlank();
        assertThat(verified.exit()).isZero();
        Tool.Ran looked = Tool.run(folder, analyze, "security", "--offline=true", "--no-pager", unit.toString());
        Matcher exposure = EXPOSURE.matcher(looked.said());
        assertThat(exposure.find()).as(looked.said()).isTrue();
        assertThat(Double.parseDouble(exposure.group(1))).isLessThan(MOST);
    }

    @Test
    void a_line_that_systemd_does_not_know_is_found() throws Exception {
        Path unit = unit("sallyport.service", "wrong.service", "ProtectHome=", "ProtectHouse=");
        Tool.Ran verified = Tool.run(
                folder, Tool.here("systemd-analyze"), "verify", "--man=no", "--recursive-errors=no", unit.toString());
        assertThat(verified.said()).contains("ProtectHouse");
    }

    @Test
    void the_variables_of_the_units_are_keys_of_the_configuration() throws Exception {
        Path yaml = Files.writeString(folder.resolve("sallyport.yaml"), "");
        Path key = Files.writeString(folder.resolve("master.key"), "0123456789abcdef0123456789abcdef");
        var command = new ArrayList<>(List.of(
                "env",
                "SALLYPORT_SERVERS=[gateway, monitor]",
                "SALLYPORT_LISTEN=8080",
                "SALLYPORT_MONITOR_LISTEN=127.0.0.1:9090",
                "SALLYPORT_MASTER_KEY_FILE=" + key,
                "SALLYPORT_DATA=/data",
                "SALLYPORT_LOG=json"));
        command.addAll(Program.command("check", "--config", yaml.toString()));
        Tool.Ran checked = Tool.run(folder, command.toArray(String[]::new));
        assertThat(checked.said()).contains("The configuration is in order.");
        assertThat(Repository.read(UNITS.resolve("sallyport@.service")))
                .contains("SALLYPORT_SERVERS=", "SALLYPORT_LISTEN=", "SALLYPORT_MONITOR_LISTEN=");
    }
}
