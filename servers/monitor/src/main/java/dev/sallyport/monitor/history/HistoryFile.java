package dev.sallyport.monitor.history;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A history in a file: written whole and exchanged for the one before, so that a reader finds the old or the new. It holds the
 * names of its series, so that another version reads what it knows of it; its checksum is gzip's.
 */
public final class HistoryFile {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryFile.class);
    private static final int MAGIC = 0x5350_4831;

    private final Path file;
    private boolean told;

    public HistoryFile(Path file) {
        this.file = file;
    }

    /** What the file holds; an empty history where there is none, or where it cannot be read, which is logged. */
    public History read() {
        if (!Files.exists(file)) {
            return new History();
        }
        try (var in = new DataInputStream(new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file))))) {
            return read(in);
        } catch (IOException e) {
            LOG.warn("the history in {} cannot be read, so it begins anew: {}", file, e.toString());
            return new History();
        }
    }

    private static History read(DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC || in.readInt() != History.MINUTES) {
            throw new IOException("it is none");
        }
        long newest = in.readLong();
        int count = in.readInt();
        var known = new EnumMap<Series, float[]>(Series.class);
        for (int i = 0; i < count; i++) {
            String name = in.readUTF();
            float[] values = new float[History.MINUTES];
            for (int m = 0; m < values.length; m++) {
                values[m] = in.readFloat();
            }
            Arrays.stream(Series.values())
                    .filter(s -> s.name().equals(name))
                    .findFirst()
                    .ifPresent(series -> known.put(series, values));
        }
        if (in.read() != -1) {
            throw new IOException("more follows than it says");
        }
        var history = new History();
        for (int m = 0; m < History.MINUTES; m++) {
            history.note(newest - History.MINUTES + 1 + m, at(known, m));
        }
        return history;
    }

    private static Map<Series, Double> at(Map<Series, float[]> known, int minute) {
        var now = new EnumMap<Series, Double>(Series.class);
        known.forEach((series, values) -> now.put(series, (double) values[minute]));
        return now;
    }

    /** Writes it; where that cannot be done, it is logged once and tried again at the next call. */
    public void write(History history) {
        if (history.isEmpty()) {
            return;
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".fresh");
        try {
            write(history, fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            told = false;
        } catch (IOException e) {
            if (!told) {
                LOG.warn("the history cannot be kept in {}: {}", file, e.toString());
                told = true;
            }
        }
    }

    private static void write(History history, Path fresh) throws IOException {
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            OutputStream bytes = new BufferedOutputStream(Channels.newOutputStream(channel));
            var zipped = new GZIPOutputStream(bytes);
            var out = new DataOutputStream(zipped);
            long newest = history.newest();
            out.writeInt(MAGIC);
            out.writeInt(History.MINUTES);
            out.writeLong(newest);
            out.writeInt(Series.values().length);
            for (Series series : Series.values()) {
                out.writeUTF(series.name());
                for (float value : history.of(series, newest, History.MINUTES)) {
                    out.writeFloat(value);
                }
            }
            out.flush();
            zipped.finish();
            bytes.flush();
            channel.force(true);
        }
    }
}
