package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import io.netty.buffer.ByteBuf;

/**
 * The frame of one chunked body, followed byte by byte. Netty reads some frames generously: white space or more numbers
 * beside a size, folded trailers. The next server might read those differently, so they are found here first (T40).
 */
final class Chunks {
    /** Hex digits of a size, leading zeroes among them. */
    private static final int MOST_DIGITS = 15;

    private enum At {
        SIZE,
        EXTENSION,
        END_OF_SIZE,
        DATA,
        AFTER_DATA,
        END_OF_DATA,
        TRAILERS,
        TRAILER,
        END_OF_TRAILER,
        LAST,
        DONE,
        WRONG
    }

    private At at = At.SIZE;
    private int digits;
    private long size;

    /** Follows the bytes from {@code from} on, as far as the body goes; how many it took. */
    int follow(ByteBuf in, int from) {
        int i = from;
        while (i < in.writerIndex() && at != At.DONE && at != At.WRONG) {
            if (at == At.DATA) {
                long skipped = Math.min(size, in.writerIndex() - i);
                size -= skipped;
                i += (int) skipped;
                at = size == 0 ? At.AFTER_DATA : At.DATA;
            } else {
                at = next(in.getByte(i++));
            }
        }
        return i - from;
    }

    boolean isWrong() {
        return at == At.WRONG;
    }

    @Spec("RFC 9112 §7.1")
    private At next(int c) {
        return switch (at) {
            case SIZE -> size(c);
            case EXTENSION -> c == '\r' ? At.END_OF_SIZE : text(c, At.EXTENSION);
            case END_OF_SIZE -> c == '\n' ? begin() : At.WRONG;
            case AFTER_DATA -> c == '\r' ? At.END_OF_DATA : At.WRONG;
            case END_OF_DATA -> c == '\n' ? At.SIZE : At.WRONG;
            case TRAILERS -> trailer(c);
            case TRAILER -> c == '\r' ? At.END_OF_TRAILER : text(c, At.TRAILER);
            case END_OF_TRAILER -> c == '\n' ? At.TRAILERS : At.WRONG;
            case LAST -> c == '\n' ? At.DONE : At.WRONG;
            case DATA, DONE, WRONG -> at;
        };
    }

    private At size(int c) {
        int digit = Character.digit(c, 16);
        if (digit >= 0 && digits < MOST_DIGITS) {
            digits++;
            size = size * 16 + digit;
            return At.SIZE;
        }
        if (digits == 0) {
            return At.WRONG;
        }
        return switch (c) {
            case ';' -> At.EXTENSION;
            case '\r' -> At.END_OF_SIZE;
            default -> At.WRONG;
        };
    }

    private At begin() {
        digits = 0;
        return size == 0 ? At.TRAILERS : At.DATA;
    }

    private static At trailer(int c) {
        return switch (c) {
            case '\r' -> At.LAST;
            case ' ', '\t', ':' -> At.WRONG;
            default -> text(c, At.TRAILER);
        };
    }

    /** Bytes from 0x80 on come as negative numbers and are nobody's frame. */
    private static At text(int c, At then) {
        return (c >= 0 && c < ' ' && c != '\t') || c == 0x7f ? At.WRONG : then;
    }
}
