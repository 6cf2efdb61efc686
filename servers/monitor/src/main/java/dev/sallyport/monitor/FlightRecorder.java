package dev.sallyport.monitor;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/**
 * Records by the JDK's own Flight Recorder, with its settings for profiles and without what could tell secrets (T45). A recording comes in
 * slices, each a whole recording, which one after the other are one too; so whoever waits for it hears something again and again.
 */
public final class FlightRecorder implements Profiles.Recorder {
    /** Shorter than any patience with a silent connection. */
    private static final Duration SLICE = Duration.ofSeconds(15);

    /** The environment, properties, arguments and other processes of this machine: passwords may stand in all of them. */
    private static final List<String> TELLING = List.of(
            "jdk.InitialEnvironmentVariable",
            "jdk.InitialSystemProperty",
            "jdk.JVMInformation",
            "jdk.SystemProcess",
            "jdk.ProcessStart");

    @Override
    public InputStream record(Duration time) throws IOException {
        try {
            return new Slices(Configuration.getConfiguration("profile"), time, SLICE);
        } catch (ParseException e) {
            throw new IOException("the JDK's own settings cannot be read", e);
        }
    }

    /** Records while it is read. */
    static final class Slices extends InputStream {
        private final Configuration settings;
        private final Duration slice;
        /** Records nothing, and lets the recorder not end between two slices. */
        private final Recording keeper = new Recording();

        private Recording recording;
        private InputStream bytes = InputStream.nullInputStream();
        private Duration left;

        Slices(Configuration settings, Duration time, Duration slice) {
            this.settings = settings;
            this.left = time;
            this.slice = slice;
            keeper.start();
            this.recording = begun();
        }

        private Recording begun() {
            var next = new Recording(settings);
            next.setName("sallyport");
            TELLING.forEach(next::disable);
            next.start();
            return next;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            int count = bytes.read(into, offset, length);
            while (count < 0 && left.isPositive()) {
                next();
                count = bytes.read(into, offset, length);
            }
            return count;
        }

        /** Waits for the slice that is being recorded, and begins the one after it. */
        private void next() throws IOException {
            Duration now = slice.compareTo(left) < 0 ? slice : left;
            try {
                Thread.sleep(now);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the house closes");
            }
            left = left.minus(now);
            bytes.close();
            Recording ended = recording;
            ended.stop();
            if (left.isPositive()) {
                recording = begun();
            }
            bytes = new OfRecording(ended);
        }

        @Override
        public void close() throws IOException {
            left = Duration.ZERO;
            bytes.close();
            recording.close();
            keeper.close();
        }
    }

    /** The bytes of a recording that has stopped; it is forgotten with them. */
    private static final class OfRecording extends java.io.FilterInputStream {
        private final Recording recording;

        private OfRecording(Recording recording) throws IOException {
            super(Objects.requireNonNullElseGet(recording.getStream(null, null), InputStream::nullInputStream));
            this.recording = recording;
        }

        @Override
        public void close() throws IOException {
            super.close();
            recording.close();
        }
    }
}
