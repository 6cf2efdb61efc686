package dev.sallyport.files;

import dev.sallyport.domain.file.ImageScaler.Scaled;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** One picture on its way to a smaller one: thinned out while it is decoded, then scaled and turned as its camera was held. */
final class Picture {
    private Picture() {}

    static Scaled of(ImageReader reader, ImageInputStream stream, int size) throws IOException {
        boolean jpeg = reader.getFormatName().equalsIgnoreCase("jpeg");
        JpegHeader header = jpeg ? JpegHeader.of(stream) : new JpegHeader(Orientation.UPRIGHT, false);
        reader.setInput(stream, true, true);
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        long most = header.progressive() ? ImageIoScaler.MOST_PROGRESSIVE : ImageIoScaler.MOST_PIXELS;
        if (Math.max(width, height) > ImageIoScaler.LONGEST_SIDE || (long) width * height > most) {
            return new Scaled.TooLarge();
        }
        ImageReadParam thinned = reader.getDefaultReadParam();
        // Twice of what is wanted stays, to be smoothed.
        int step = Math.max(1, Math.max(width, height) / (2 * size));
        thinned.setSourceSubsampling(step, step, 0, 0);
        BufferedImage decoded = reader.read(0, thinned);
        return new Scaled.Made(coded(drawn(decoded, size, header.orientation())));
    }

    private static BufferedImage drawn(BufferedImage from, int size, Orientation orientation) {
        double scale = Math.min(1, (double) size / Math.max(from.getWidth(), from.getHeight()));
        int width = Math.max(1, (int) Math.round(from.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(from.getHeight() * scale));
        boolean turned = orientation.isTurned();
        var drawn = new BufferedImage(
                turned ? height : width,
                turned ? width : height,
                from.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = drawn.createGraphics();
        try {
            canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            AffineTransform upright = orientation.upright(width, height);
            canvas.transform(upright);
            canvas.drawImage(from, 0, 0, width, height, null);
        } finally {
            canvas.dispose();
        }
        return drawn;
    }

    private static byte[] coded(BufferedImage picture) throws IOException {
        var out = new ByteArrayOutputStream();
        String form = picture.getColorModel().hasAlpha() ? "png" : "jpeg";
        try (var stream = new MemoryCacheImageOutputStream(out)) {
            if (!ImageIO.write(picture, form, stream)) {
                throw new IOException("this platform writes no " + form);
            }
        }
        return out.toByteArray();
    }
}
