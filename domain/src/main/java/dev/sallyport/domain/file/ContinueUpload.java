package dev.sallyport.domain.file;

import dev.sallyport.domain.file.Turns.Turn;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/**
 * More of an upload comes. What is noted as received is on the disk for good; it is noted every {@link #STEP} bytes, so that a
 * kill loses no more than one step. The newest request has the turn: what an older one brings after that is noted no more, in
 * whichever process it is.
 */
public final class ContinueUpload {
    /** Bytes between two notes, in the one request. */
    public static final long STEP = 32L << 20;

    private final UploadStore uploads;
    private final StagedBytes staged;
    private final FinishUpload finishing;
    private final Turns turns;
    private final Duration stay;
    private final InstantSource clock;

    /** @param stay how long an upload is kept of which nothing more comes */
    public ContinueUpload(
            UploadStore uploads,
            StagedBytes staged,
            FinishUpload finishing,
            Turns turns,
            Duration stay,
            InstantSource clock) {
        this.uploads = uploads;
        this.staged = staged;
        this.finishing = finishing;
        this.turns = turns;
        this.stay = stay;
        this.clock = clock;
    }

    /**
     * What a request brings.
     *
     * @param offset where it begins
     * @param declared how many bytes it says to have
     * @param proof what its sender says of them
     */
    public record Piece(long offset, OptionalLong declared, InputStream content, ContentProof proof) {}

    /** Takes the piece, and makes a file of the upload where its end is there. */
    public Continued take(PersonId owner, SessionId session, FileId id, Piece piece) {
        return inTurn(owner, id, (upload, turn) -> {
            Continued taken = taken(upload, piece, turn);
            return taken instanceof Continued.Further(Upload at, var broke) && (broke.isEmpty() || at.isWhole())
                    ? whole(at, session)
                    : taken;
        });
    }

    /**
     * How far the owner's upload has come, for somebody about to go on with it: whoever writes to it lets go first, and what was
     * whole before a kill is finished now.
     */
    public Continued look(PersonId owner, SessionId session, FileId id) {
        return inTurn(owner, id, (upload, turn) -> whole(upload, session));
    }

    /** One request at a time; a whole upload is finished in its turn too, so that no others do the same work beside it (T43). */
    private Continued inTurn(PersonId owner, FileId id, BiFunction<Upload, Turn, Continued> step) {
        if (uploads.byId(id).filter(upload -> upload.owner().equals(owner)).isEmpty()) {
            return new Continued.NotFound();
        }
        return turns.next(id)
                .map(turn -> turn.during(mine -> uploads.turn(id, owner)
                        .map(upload -> step.apply(upload, mine))
                        .orElseGet(Continued.NotFound::new)))
                .orElseGet(Continued.Busy::new);
    }

    private Continued whole(Upload upload, SessionId session) {
        if (upload.finished()) {
            return new Continued.Ended(upload, Optional.empty());
        }
        return upload.isWhole()
                ? new Continued.Ended(upload, Optional.of(finishing.finish(upload, session)))
                : new Continued.Further(upload, Optional.empty());
    }

    private Continued taken(Upload upload, Piece piece, Turn turn) {
        if (piece.offset() != upload.received()) {
            return new Continued.Elsewhere(upload);
        }
        if (upload.finished()) {
            return new Continued.Ended(upload, Optional.empty());
        }
        if (piece.declared().orElse(0) > upload.length() - upload.received()) {
            return new Continued.TooLong(upload);
        }
        var content = new Arriving(piece.proof().over(turn.over(piece.content())));
        try {
            return piece.proof().isAsked() ? inOne(upload, content, piece.proof()) : inSteps(upload, content);
        } catch (IOException e) {
            return new Continued.Unkept(e);
        }
    }

    private Continued inSteps(Upload upload, Arriving content) throws IOException {
        Upload at = upload;
        while (!at.isWhole()) {
            long most = Math.min(STEP, at.length() - at.received());
            long taken = staged.take(at, content, most);
            if (taken == most && taken == at.length() - at.received() && isMore(content)) {
                return new Continued.TooLong(at);
            }
            Optional<Upload> next = noted(at, taken);
            if (next.isEmpty()) {
                return new Continued.Busy();
            }
            at = next.get();
            if (taken < most) {
                break;
            }
        }
        return new Continued.Further(at, content.failure());
    }

    /** Nothing of it counts before all of it is there and is what was said. */
    private Continued inOne(Upload upload, Arriving content, ContentProof proof) throws IOException {
        long taken = staged.take(upload, content, upload.length() - upload.received());
        if (content.failure().isPresent()) {
            return new Continued.Further(upload, content.failure());
        }
        if (isMore(content)) {
            return new Continued.TooLong(upload);
        }
        if (!proof.holds()) {
            return new Continued.Altered(upload);
        }
        return noted(upload, taken)
                .<Continued>map(at -> new Continued.Further(at, Optional.empty()))
                .orElseGet(Continued.Busy::new);
    }

    private static boolean isMore(Arriving content) throws IOException {
        return content.read() >= 0;
    }

    private Optional<Upload> noted(Upload upload, long taken) {
        if (taken == 0) {
            return Optional.of(upload);
        }
        Upload next = upload.at(upload.received() + taken, clock.instant().plus(stay));
        return uploads.advance(upload, next.received(), next.expires()) ? Optional.of(next) : Optional.empty();
    }

    /** What came of a piece. */
    public sealed interface Continued {
        record NotFound() implements Continued {}

        /** The upload is not where the piece begins. */
        record Elsewhere(Upload upload) implements Continued {}

        /** Another request has its turn at the upload. */
        record Busy() implements Continued {}

        /** The piece goes beyond the end; its last step does not count. */
        record TooLong(Upload upload) implements Continued {}

        /** The bytes are not those that the sender said; nothing of the piece counts. */
        record Altered(Upload upload) implements Continued {}

        /** @param broke why the piece ended before its time, where it did */
        record Further(Upload upload, Optional<IOException> broke) implements Continued {}

        /** @param outcome what came of the whole; empty when it had become a file before */
        record Ended(Upload upload, Optional<Uploaded> outcome) implements Continued {}

        /** Our side failed; what was noted before counts. */
        record Unkept(IOException why) implements Continued {}
    }
}
