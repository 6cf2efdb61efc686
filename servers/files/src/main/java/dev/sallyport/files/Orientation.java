package dev.sallyport.files;

import dev.sallyport.domain.Spec;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** How the camera was held, 1 to 8, as a JPEG says in its Exif segment; 1 is upright, and so is what says nothing. */
record Orientation(int value) {
    private static final Orientation UPRIGHT = new Orientation(1);
    private static final int SOI = 0xffd8;
    private static final int APP0 = 0xffe0;
    private static final int APP1 = 0xffe1;
    private static final int APP15 = 0xffef;
    private static final int LONGEST = 65_535;
    private static final int TAG = 0x0112;
    private static final int MOST_TAGS = 100;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

    /** Reads the stream from its beginning; the reader has done with it. */
    static Orientation of(ImageReader reader, ImageInputStream stream) throws IOException {
        if (!reader.getFormatName().equalsIgnoreCase("jpeg")) {
            return UPRIGHT;
        }
        stream.seek(0);
        stream.setByteOrder(java.nio.ByteOrder.BIG_ENDIAN);
        if (stream.readUnsignedShort() != SOI) {
            return UPRIGHT;
        }
        for (int marker = stream.readUnsignedShort();
                marker >= APP0 && marker <= APP15;
                marker = stream.readUnsignedShort()) {
            byte[] segment = new byte[Math.clamp(stream.readUnsignedShort() - 2L, 0, LONGEST)];
            stream.readFully(segment);
            if (marker == APP1 && ByteBuffer.wrap(segment).mismatch(ByteBuffer.wrap(EXIF)) == EXIF.length) {
                return in(ByteBuffer.wrap(segment, EXIF.length, segment.length - EXIF.length)
                        .slice());
            }
        }
        return UPRIGHT;
    }

    /** The tag of the first directory. */
    @Spec("TIFF 6.0 §2")
    private static Orientation in(ByteBuffer tiff) {
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
                    return value >= 1 && value <= 8 ? new Orientation(value) : UPRIGHT;
                }
            }
            return UPRIGHT;
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException broken) {
            return UPRIGHT;
        }
    }

    /** Whether width and height change places. */
    boolean isTurned() {
        return value >= 5;
    }

    /** What turns a picture of this width and height upright. */
    AffineTransform upright(int width, int height) {
        return switch (value) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
            default -> new AffineTransform();
        };
    }
}
