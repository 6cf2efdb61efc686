package dev.sallyport.kit.http;

import dev.sallyport.kit.forward.Parting;
import dev.sallyport.kit.forward.Sockets;
import dev.sallyport.kit.forward.Terms;
import dev.sallyport.kit.forward.Tries;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/** What follows the head of a response. */
public sealed interface ResponseBody {
    ResponseBody EMPTY = new Bytes(new byte[0]);

    record Bytes(byte[] bytes) implements ResponseBody {}

    /** Bytes as they come, sent as fast as the client takes them and closed afterwards. */
    record Stream(InputStream stream, OptionalLong length) implements ResponseBody {}

    /** A part of a file, sent without passing through this program's memory where the platform can. */
    record FilePart(Path file, long offset, long length) implements ResponseBody {}

    /**
     * The request is streamed on to an origin, and its answer back. Headers that decorators set on such a response are set
     * on the origin's answer.
     *
     * @param tries the origins, one after the other
     * @param head the request as an origin shall see it; its body is the client's, streamed
     * @param parting what is said to the origin besides, at the moment of sending
     * @param withheld which fields of the origin's answer go no further, by name in lower case
     * @param answered told the status of what is sent, once and before the body; {@link #GONE} where nobody was there to get it
     * @param ended told after the last byte of the answer, however it came to its end
     * @param sockets leave to become a WebSocket, where that is asked for
     * @param compresses whether {@link Compression} may code the answer on its way
     * @param onlooker sees the answer first, where somebody wants to
     */
    record Forward(
            Tries tries,
            Terms terms,
            Request head,
            Parting parting,
            Predicate<String> withheld,
            IntConsumer answered,
            Runnable ended,
            Optional<Sockets> sockets,
            boolean compresses,
            Optional<Onlooker> onlooker)
            implements ResponseBody {
        /** What is told where the client went away before there was an answer. */
        public static final int GONE = 499;

        public static Forward to(URI origin, Request head) {
            return to(Tries.of(origin), Terms.USUAL, head);
        }

        public static Forward to(Tries tries, Terms terms, Request head) {
            return new Forward(
                    tries,
                    terms,
                    head,
                    Parting.NOTHING,
                    name -> false,
                    status -> {},
                    () -> {},
                    Optional.empty(),
                    false,
                    Optional.empty());
        }

        /** The same, without these fields of the origin's answer. */
        public Forward without(Predicate<String> names) {
            return new Forward(
                    tries, terms, head, parting, withheld.or(names), answered, ended, sockets, compresses, onlooker);
        }

        /** The same, telling each origin more at the moment of sending. */
        public Forward parting(Parting last) {
            return new Forward(tries, terms, head, last, withheld, answered, ended, sockets, compresses, onlooker);
        }

        /** The same, with leave to become a WebSocket. Whoever gives it has looked at where the request comes from. */
        public Forward opening(Sockets leave) {
            return new Forward(
                    tries, terms, head, parting, withheld, answered, ended, Optional.of(leave), compresses, onlooker);
        }

        /** The same, coded on its way where that is worth it. */
        public Forward compressing() {
            return new Forward(tries, terms, head, parting, withheld, answered, ended, sockets, true, onlooker);
        }

        /** The same, seen by {@code other} and by nobody else. */
        public Forward watched(Onlooker other) {
            return new Forward(
                    tries, terms, head, parting, withheld, answered, ended, sockets, compresses, Optional.of(other));
        }

        /** The same, telling {@code listener} too when all is over. */
        public Forward ending(Runnable listener) {
            return new Forward(
                    tries,
                    terms,
                    head,
                    parting,
                    withheld,
                    answered,
                    () -> {
                        ended.run();
                        listener.run();
                    },
                    sockets,
                    compresses,
                    onlooker);
        }

        /** The same, with those that are told already told in that way, as in the course of a span. */
        public Forward told(Consumer<Runnable> way) {
            return new Forward(
                    tries,
                    terms,
                    head,
                    parting,
                    withheld,
                    status -> way.accept(() -> answered.accept(status)),
                    () -> way.accept(ended),
                    sockets,
                    compresses,
                    onlooker);
        }

        /** The same, telling {@code listener} too, after those that are told already. */
        public Forward telling(IntConsumer listener) {
            return new Forward(
                    tries,
                    terms,
                    head,
                    parting,
                    withheld,
                    status -> {
                        answered.accept(status);
                        listener.accept(status);
                    },
                    ended,
                    sockets,
                    compresses,
                    onlooker);
        }
    }
}
