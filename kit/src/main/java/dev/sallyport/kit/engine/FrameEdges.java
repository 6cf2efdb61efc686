package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import io.netty.buffer.ByteBuf;

/**
 * Where one direction of a WebSocket stands between its frames, read off their heads as they pass; of payloads only the length is
 * minded. Between two frames a close frame may be put, within a message in several frames too (RFC 6455 §5.4).
 */
final class FrameEdges {
    private static final int CLOSE = 8;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private static final int LONGEST_HEAD = 14;

    private final byte[] head = new byte[LONGEST_HEAD];
    private int known;
    private long left;
    private boolean closing;
    private boolean lost;

    /** These bytes went by. */
    @Spec("RFC 6455 §5.2")
    void passed(ByteBuf piece) {
        int end = piece.writerIndex();
        for (int i = piece.readerIndex(); i < end && !lost; ) {
            if (left > 0) {
                int skipped = (int) Math.min(left, end - i);
                left -= skipped;
                i += skipped;
            } else {
                head[known++] = piece.getByte(i++);
                if (known >= 2 && known == headLength()) {
                    begin();
                }
            }
        }
    }

    private int headLength() {
        int more = switch (head[1] & 0x7f) {
            case SHORT_LENGTH -> 2;
            case LONG_LENGTH -> 8;
            default -> 0;
        };
        return 2 + more + ((head[1] & 0x80) == 0 ? 0 : 4);
    }

    private void begin() {
        closing |= (head[0] & 0xf) == CLOSE;
        left = payloadLength();
        lost = left < 0;
        known = 0;
    }

    private long payloadLength() {
        int said = head[1] & 0x7f;
        if (said < SHORT_LENGTH) {
            return said;
        }
        long length = 0;
        for (int i = 2; i < (said == SHORT_LENGTH ? 4 : 10); i++) {
            length = length << Byte.SIZE | (head[i] & 0xff);
        }
        return length;
    }

    /** Whether the last frame is whole and none has begun since. */
    boolean isAtEdge() {
        return known == 0 && left == 0 && !lost;
    }

    /** Whether a close frame went by, after which nothing may be said. */
    boolean isClosing() {
        return closing;
    }
}
