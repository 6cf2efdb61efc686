package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Why the gateway ends a WebSocket: what its close frame says.
 *
 * @param code of RFC 6455 §7.4.1
 * @param reason ASCII, at most 123 bytes
 */
record Farewell(int code, String reason) {
    /** This server goes away, or the one behind did. */
    static final Farewell GOING_AWAY = new Farewell(1001, "");

    private static final int POLICY = 1008;
    private static final int FIN_AND_CLOSE = 0x88;
    private static final int MASKED = 0x80;
    private static final int LONGEST_REASON = 123;

    Farewell {
        if (reason.length() > LONGEST_REASON
                || !StandardCharsets.US_ASCII.newEncoder().canEncode(reason)) {
            throw new IllegalArgumentException("a close frame says at most " + LONGEST_REASON + " ASCII characters");
        }
    }

    /** It may not stay open. */
    @Spec("RFC 6455 §7.4.1")
    static Farewell refused(String reason) {
        return new Farewell(POLICY, reason);
    }

    /**
     * The close frame.
     *
     * @param masked as a client's are
     */
    @Spec("RFC 6455 §5.5.1")
    ByteBuf frame(boolean masked) {
        byte[] text = reason.getBytes(StandardCharsets.US_ASCII);
        byte[] payload = new byte[2 + text.length];
        payload[0] = (byte) (code >> Byte.SIZE);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, text.length);
        ByteBuf frame = Unpooled.buffer().writeByte(FIN_AND_CLOSE);
        if (!masked) {
            return frame.writeByte(payload.length).writeBytes(payload);
        }
        byte[] mask = new byte[4];
        ThreadLocalRandom.current().nextBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % mask.length];
        }
        return frame.writeByte(MASKED | payload.length).writeBytes(mask).writeBytes(payload);
    }
}
