package dev.sallyport.domain.privacy;

import dev.sallyport.domain.file.MakeFile;
import java.time.InstantSource;
import java.util.List;

/** Removes archives whose time has passed, and what is known of them. */
public final class ForgetExports {
    private static final int MOST = 1_000;

    private final ExportStore exports;
    private final MakeFile files;
    private final InstantSource clock;

    public ForgetExports(ExportStore exports, MakeFile files, InstantSource clock) {
        this.exports = exports;
        this.files = files;
        this.clock = clock;
    }

    /** Removes what is due, at most 1,000 at one call; says how many. */
    public int forget() {
        List<Export> old = exports.askedBefore(clock.instant().minus(Export.STAY), MOST);
        for (Export export : old) {
            export.archive().ifPresent(file -> files.drop(file, export.person()));
            exports.remove(export.id());
        }
        return old.size();
    }
}
