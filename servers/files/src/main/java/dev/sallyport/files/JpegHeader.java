package dev.sallyport.files;

import dev.sallyport.domain.Spec;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.stream.ImageInputStream;

/**
 * What a JPEG says before its picture begins, which the JDK's reader does not tell without reading all that is said.
 *
 * @param orientation how the camera was held
 * @param progressive whether it comes coarse at first and then finer, so that all of it must be in memory at once
 */
record JpegHeader(Orientation orientation, boolean progressive) {
    private static final int SOI = 0xffd8;
    private static final int APP1 = 0xffe1;
    private static final int SOS = 0xffda;
    private static final int FIRST_SOF = 0xffc0;
    private static final int LAST_SOF = 0xffcf;
    private static final int PROGRESSIVE = 0xffc2;
    private static final int LONGEST = 65_535;
    private static final int MOST_SEGMENTS = 1_000;
    private static final int TAG = 0x0112;
    private static final int MOST_TAGS = 100;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

    /** Reads from the beginning and goes back there. */
    @Spec("ITU-T T.81 §B.1.1")
    static JpegHeader of(ImageInputStream stream) throws IOException {
        var orientation = Orientation.UPRIGHT;
        stream.seek(0);
        stream.setByteOrder(ByteOrder.BIG_ENDIAN);
        int marker = stream.readUnsignedShort();
        for (int i = 0; i < MOST_SEGMENTS && marker >= FIRST_SOF && marker != SOS && !isFrame(marker); i++) {
            if (marker != SOI) {
                byte[] segment = new byte[Math.clamp(stream.readUnsignedShort() - 2L, 0, LONGEST)];
                stream.readFully(segment);
                if (marker == APP1 && ByteBuffer.wrap(segment).mismatch(ByteBuffer.wrap(EXIF)) == EXIF.length) {
                    orientation = held(ByteBuffer.wrap(segment, EXIF.length, segment.length - EXIF.length)
                            .slice());
                }
            }
            marker = stream.readUnsignedShort();
        }
        // Only the plain sequential frames are read line by line; what is not understood is taken for the dearer.
        boolean progressive = marker >= PROGRESSIVE || !isFrame(marker);
        stream.seek(0);
        return new JpegHeader(orientation, progressive);
    }

    /** C4, C8 and CC are no frames. */
    private static boolean isFrame(int marker) {
        return marker >= FIRST_SOF && marker <= LAST_SOF && (marker == FIRST_SOF || (marker & 0x3) != 0);
    }

    /** The tag of the first directory. */
    @Spec("TIFF 6.0 §2")
    private static Orientation held(ByteBuffer tiff) {
        try {
            tiff.order(tiff.getShort() == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            tiff.position(tiff.getInt(4));
            int tags = Math.min(tiff.getShort() & 0xffff, MOST_TAGS);
            for (int i = 0; i < tags; i++) {
                int tag = tiff.getShort() & 0xffff;
                tiff.getShort();
                tiff.getInt();
                int value = tiff.getShort();
                tiff.getShort();
                if (tag == TAG) {
                    return value >= 1 && value <= 8 ? new Orientation(value) : Orientation.UPRIGHT;
                }
            }
            return Orientation.UPRIGHT;
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException broken) {
            return Orientation.UPRIGHT;
        }
    }
}
