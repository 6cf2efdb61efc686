package dev.sallyport.app.imports;

import dev.sallyport.kit.json.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Everything that was found: each as a line of the report where there is one, and in sum for the reader at the terminal. A report
 * holds addresses, so only its owner can read it.
 */
public final class Findings implements Consumer<Finding>, AutoCloseable {
    /** More kinds than these are not told apart on the terminal; the report has them all. */
    private static final int MOST_KINDS = 100;

    private final Map<Kind, Sum> sums = new LinkedHashMap<>();
    private final Optional<BufferedWriter> report;
    private long lost;
    private long untold;

    private record Kind(Finding.Weight weight, String what, String field, String why) {}

    private record Sum(long count, String first) {}

    private record Line(String finding, String what, String name, String field, String value, String why) {
        static Line of(Finding f) {
            return new Line(
                    f.weight().name().toLowerCase(Locale.ROOT), f.what(), f.name(), f.field(), f.value(), f.why());
        }
    }

    private Findings(Optional<BufferedWriter> report) {
        this.report = report;
    }

    /**
     * @param report where each finding is written as JSON, one a line
     * @throws java.nio.file.FileAlreadyExistsException where it is there already; nothing is written over
     */
    public static Findings open(Optional<Path> report) throws IOException {
        if (report.isEmpty()) {
            return new Findings(Optional.empty());
        }
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        if (posix) {
            Files.createFile(
                    report.get(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(report.get());
        }
        return new Findings(
                Optional.of(Files.newBufferedWriter(report.get(), StandardCharsets.UTF_8, StandardOpenOption.WRITE)));
    }

    @Override
    public void accept(Finding finding) {
        if (finding.isLoss()) {
            lost++;
        }
        var kind = new Kind(finding.weight(), finding.what(), finding.field(), finding.why());
        if (sums.containsKey(kind) || sums.size() < MOST_KINDS) {
            String first = finding.value().isEmpty() ? finding.name() : finding.name() + " (" + finding.value() + ")";
            sums.merge(kind, new Sum(1, first), (old, one) -> new Sum(old.count() + 1, old.first()));
        } else {
            untold++;
        }
        report.ifPresent(writer -> write(writer, Json.text(Line.of(finding))));
    }

    private static void write(BufferedWriter writer, String line) {
        try {
            writer.write(line);
            writer.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException("the report cannot be written", e);
        }
    }

    /** How many things were lost. */
    public long lost() {
        return lost;
    }

    /** Prints what was found, kind by kind. */
    public void print(PrintWriter out) {
        print(out, Finding.Weight.NOT_TAKEN, "Not taken:");
        print(out, Finding.Weight.NOTE, "Left behind, for the house has no use for it:");
        if (untold > 0) {
            out.println("  … and " + untold + " of further kinds; --report FILE lists each.");
        }
    }

    private void print(PrintWriter out, Finding.Weight weight, String heading) {
        if (sums.keySet().stream().noneMatch(kind -> kind.weight() == weight)) {
            return;
        }
        out.println(heading);
        sums.forEach((kind, sum) -> {
            if (kind.weight() == weight) {
                String field = kind.field().isEmpty() ? "" : ", " + kind.field();
                String more = sum.count() == 1 ? "" : " and " + (sum.count() - 1) + " more";
                out.println("  " + kind.what() + field + ": " + kind.why());
                out.println("    " + sum.first() + more);
            }
        });
    }

    @Override
    public void close() {
        report.ifPresent(writer -> {
            try {
                writer.close();
            } catch (IOException e) {
                throw new UncheckedIOException("the report cannot be written", e);
            }
        });
    }
}
