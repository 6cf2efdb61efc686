package dev.sallyport.gateway;

import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.token.AccessToken;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that no WebSocket outlives the token it was opened with, nor the session of that token. The time of a token is looked at
 * each second; sessions are asked about every few seconds, each once for all its sockets.
 */
public final class SocketWatch {
    /** Two of the store's answers about one session are this far apart, and a socket outlives its session by no more. */
    public static final Duration EVERY = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(SocketWatch.class);
    private static final String EXPIRED = "the token has expired";
    private static final String SIGNED_OUT = "the session has ended";

    private final InstantSource clock;
    private final Predicate<SessionId> lives;
    private final Set<Stay> stays = ConcurrentHashMap.newKeySet();
    private final Thread rounds;

    /** @param lives whether a session has neither ended nor expired; may block */
    public SocketWatch(InstantSource clock, Predicate<SessionId> lives) {
        this.clock = clock;
        this.lives = lives;
        this.rounds = Thread.ofVirtual().name("socket-watch").unstarted(this::run);
    }

    void start() {
        rounds.start();
    }

    void stop() {
        rounds.interrupt();
    }

    /** What ends a socket that this token opens. */
    Stay of(Optional<AccessToken> token) {
        return new Stay(token);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(EVERY);
                try {
                    look();
                } catch (RuntimeException unanswered) {
                    // Their tokens end them in any case, and the next round asks again.
                    LOG.warn("whether the sessions of open WebSockets live is not known: {}", unanswered.toString());
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** One round. */
    void look() {
        Map<SessionId, Boolean> known = new HashMap<>();
        for (Stay stay : stays) {
            stay.session()
                    .filter(session -> !known.computeIfAbsent(session, lives::test))
                    .ifPresent(ended -> stay.end());
        }
    }

    /** How long one socket may stay. */
    final class Stay {
        private final Optional<AccessToken> token;
        private volatile boolean ended;

        private Stay(Optional<AccessToken> token) {
            this.token = token;
        }

        /** The socket is open. */
        void begin() {
            if (session().isPresent()) {
                stays.add(this);
            }
        }

        /** The socket is closed. */
        void over() {
            stays.remove(this);
        }

        /** Why it may not stay; empty while it may. */
        Optional<String> revoked() {
            if (token.filter(t -> !clock.instant().isBefore(t.expires())).isPresent()) {
                return Optional.of(EXPIRED);
            }
            return ended ? Optional.of(SIGNED_OUT) : Optional.empty();
        }

        private Optional<SessionId> session() {
            return token.flatMap(AccessToken::session);
        }

        private void end() {
            ended = true;
        }
    }
}
