package dev.sallyport.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Processor time of a process with all that it started: a PostgreSQL is a process for each connection. */
final class Cpu {
    /** Linux counts in hundredths of a second, whatever the clock of its kernel (proc(5), {@code sysconf(_SC_CLK_TCK)}). */
    private static final long TICK_MILLIS = 10;

    /** Where the words after the name of the program begin with field 3 of proc(5): utime, stime, cutime, cstime are 14 to 17. */
    private static final int USER = 11;

    private Cpu() {}

    /** User and system time; of processes that ended too, on Linux. Elsewhere of living ones alone. */
    static Duration ofTree(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants()).map(Cpu::of).reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration of(ProcessHandle process) {
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        try {
            return parse(Files.readString(stat));
        } catch (IOException gone) {
            // Ended just now, and then its parent has its time; or a system without /proc.
            return RunningServer.cpu(process);
        }
    }

    /** Reads a line of {@code /proc/PID/stat}; the time of children that were waited for is part of it. */
    static Duration parse(String stat) {
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = USER; i < USER + 4; i++) {
            ticks += Long.parseLong(words[i]);
        }
        return Duration.ofMillis(ticks * TICK_MILLIS);
    }
}
