package dev.sallyport.worker.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** The connections to the mail server: a bounded number, kept open between letters, and closed when they have rested too long. */
final class SmtpConnections implements AutoCloseable {
    /** Servers close what rests for minutes; we do it before them. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    /** After this rest a connection is asked whether it still stands. */
    private static final Duration TRUSTED = Duration.ofSeconds(2);

    /** Servers end a connection after some number of letters; we begin a new one before that. */
    private static final int MOST_LETTERS = 100;

    private final SmtpServer server;
    private final InstantSource clock;
    private final Semaphore places;
    private final Deque<Resting> resting = new ArrayDeque<>();
    private Session session;
    private boolean closed;

    /** A connection in use, and how many letters went through it. */
    record Held(SMTPTransport transport, int letters) {}

    private record Resting(Held held, Instant since) {}

    SmtpConnections(SmtpServer server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
        this.places = new Semaphore(server.connections());
    }

    /** Made at the first letter, so that a house starts without the mail library. */
    synchronized Session session() {
        if (session == null) {
            session = SmtpSession.with(server);
        }
        return session;
    }

    /**
     * A connection that is ready for a letter, to be given back; waits for a place.
     *
     * @throws MessagingException when there is none to be had
     */
    Held take() throws MessagingException, InterruptedException {
        places.acquire();
        boolean taken = false;
        try {
            Optional<Held> kept = rested();
            Held held = kept.isPresent() ? kept.get() : new Held(SmtpSession.open(session(), server), 0);
            taken = true;
            return held;
        } finally {
            if (!taken) {
                places.release();
            }
        }
    }

    private Optional<Held> rested() {
        while (true) {
            Resting last;
            synchronized (this) {
                last = resting.pollFirst();
            }
            if (last == null) {
                return Optional.empty();
            }
            Duration rest = Duration.between(last.since(), clock.instant());
            boolean trusted = rest.compareTo(TRUSTED) <= 0;
            if (rest.compareTo(LONGEST_REST) <= 0
                    && (trusted || last.held().transport().isConnected())) {
                return Optional.of(last.held());
            }
            SmtpSession.end(last.held().transport());
        }
    }

    /** @param usable whether another letter may go through it */
    void giveBack(Held held, boolean usable) {
        boolean kept = false;
        if (usable && held.letters() + 1 < MOST_LETTERS) {
            synchronized (this) {
                if (!closed) {
                    resting.addFirst(new Resting(new Held(held.transport(), held.letters() + 1), clock.instant()));
                    kept = true;
                }
            }
        }
        if (!kept) {
            SmtpSession.end(held.transport());
        }
        places.release();
    }

    @Override
    public void close() {
        Deque<Resting> last;
        synchronized (this) {
            closed = true;
            last = new ArrayDeque<>(resting);
            resting.clear();
        }
        last.forEach(one -> SmtpSession.end(one.held().transport()));
    }
}
