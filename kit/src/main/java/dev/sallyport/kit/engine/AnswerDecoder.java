package dev.sallyport.kit.engine;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;

/** Reads the answers of an origin; it must be told which of them are to {@code HEAD}, for those have a length and no body. */
final class AnswerDecoder extends HttpResponseDecoder {
    private static final int LONGEST_LINE = 4 * 1024;
    private static final int LONGEST_HEAD = 64 * 1024;
    private static final int LONGEST_PIECE = 64 * 1024;

    private boolean toHead;

    AnswerDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LONGEST_HEAD)
                .setMaxChunkSize(LONGEST_PIECE));
    }

    /** Whether the next answer is to {@code HEAD}. */
    void expect(boolean head) {
        toHead = head;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return super.isContentAlwaysEmpty(message) || toHead;
    }
}
