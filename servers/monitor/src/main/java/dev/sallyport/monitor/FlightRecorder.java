package dev.sallyport.monitor;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** Records by the JDK's own Flight Recorder, with its settings for profiles and without what could tell secrets (T45). */
public final class FlightRecorder implements Profiles.Recorder {
    /** The environment, properties, arguments and other processes of this machine: passwords may stand in all of them. */
    private static final List<String> TELLING = List.of(
            "jdk.InitialEnvironmentVariable",
            "jdk.InitialSystemProperty",
            "jdk.JVMInformation",
            "jdk.SystemProcess",
            "jdk.ProcessStart");

    @Override
    public void record(Duration time, Path file) throws IOException, InterruptedException {
        try (var recording = new Recording(Configuration.getConfiguration("profile"))) {
            recording.setName("sallyport");
            TELLING.forEach(recording::disable);
            recording.start();
            Thread.sleep(time);
            recording.stop();
            recording.dump(file);
        } catch (ParseException e) {
            throw new IOException("the JDK's own settings cannot be read", e);
        }
    }
}
