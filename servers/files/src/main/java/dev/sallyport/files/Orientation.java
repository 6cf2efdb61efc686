package dev.sallyport.files;

import java.awt.geom.AffineTransform;

/** How the camera was held, 1 to 8, as its Exif tag says; 1 is upright. */
record Orientation(int value) {
    static final Orientation UPRIGHT = new Orientation(1);

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
