package dev.sallyport.files;

import static dev.sallyport.files.TestDoor.ADA;
import static dev.sallyport.files.TestDoor.EVE;
import static dev.sallyport.files.TestDoor.as;
import static dev.sallyport.files.TestDoor.field;
import static dev.sallyport.files.TestDoor.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.file.ImageScaler.Scaled;
import dev.sallyport.domain.file.SweepUploads;
import dev.sallyport.domain.file.TypePolicy;
import dev.sallyport.files.FilesConfiguration.ScannerDown;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small pictures of large ones. */
class ThumbnailTest {
    private static final long ROOM = 50_000_000;

    @TempDir
    Path folder;

    private TestDoor door;

    @BeforeEach
    void open() {
        door = new TestDoor(
                folder,
                new FilesConfiguration(
                        ROOM,
                        ROOM,
                        SweepUploads.STAY,
                        TypePolicy.ANY,
                        Optional.empty(),
                        ScannerDown.REFUSE,
                        Optional.empty()));
    }

    @AfterEach
    void close() {
        door.close();
    }

    /** Red on its left half and blue on its right. */
    private static byte[] picture(int width, int height, String form, int type) throws IOException {
        var image = new BufferedImage(width, height, type);
        var canvas = image.createGraphics();
        canvas.setColor(Color.RED);
        canvas.fillRect(0, 0, width / 2, height);
        canvas.setColor(Color.BLUE);
        canvas.fillRect(width / 2, 0, width - width / 2, height);
        canvas.dispose();
        var out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, form, out)).isTrue();
        return out.toByteArray();
    }

    private static byte[] picture(int width, int height, String form) throws IOException {
        return picture(width, height, form, BufferedImage.TYPE_INT_RGB);
    }

    private String kept(byte[] content) {
        Response stored = door.upload(ADA, "picture", content);
        assertThat(stored.status()).isEqualTo(201);
        return field(stored, "id");
    }

    private Response thumbnail(String who, String id, String query) {
        return door.ask(as(who, "GET", "/v1/files/" + id + "/thumbnail" + query));
    }

    private static BufferedImage image(Response response) throws IOException {
        assertThat(response.status()).isEqualTo(200);
        return ImageIO.read(new ByteArrayInputStream(((ResponseBody.Bytes) response.body()).bytes()));
    }

    private static boolean isRed(BufferedImage image, int x, int y) {
        var color = new Color(image.getRGB(x, y));
        return color.getRed() > 200 && color.getBlue() < 60;
    }

    @ParameterizedTest
    @CsvSource({
        "png,800,400,256,256,128",
        "jpeg,800,400,256,256,128",
        "gif,800,400,64,64,32",
        "bmp,800,400,128,128,64",
        "jpeg,400,3000,512,68,512",
        "png,100,50,256,100,50",
        "png,3000,1,64,64,1"
    })
    void a_picture_is_made_small_and_keeps_its_shape(
            String form, int width, int height, int size, int smallWidth, int smallHeight) throws IOException {
        String id = kept(picture(width, height, form));
        Response answer = thumbnail(ADA, id, "?size=" + size);
        BufferedImage small = image(answer);
        assertThat(small.getWidth()).isEqualTo(smallWidth);
        assertThat(small.getHeight()).isEqualTo(smallHeight);
        assertThat(isRed(small, 0, smallHeight / 2)).isTrue();
        assertThat(isRed(small, smallWidth - 1, smallHeight / 2)).isFalse();
        assertThat(header(answer, "content-type")).isEqualTo("image/jpeg");
        assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(header(answer, "cache-control")).isEqualTo("private, no-cache");
    }

    @Test
    void what_shines_through_stays_so() throws IOException {
        String id = kept(picture(800, 400, "png", BufferedImage.TYPE_INT_ARGB));
        Response answer = thumbnail(ADA, id, "");
        assertThat(header(answer, "content-type")).isEqualTo("image/png");
        assertThat(image(answer).getWidth()).isEqualTo(256);
    }

    @Test
    void it_is_made_once_and_goes_with_the_file() throws IOException {
        String id = kept(picture(800, 400, "png"));
        Response first = thumbnail(ADA, id, "?size=64");
        assertThat(derived()).hasSize(1);
        Files.write(derived().getFirst(), new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff});
        assertThat(((ResponseBody.Bytes) thumbnail(ADA, id, "?size=64").body()).bytes())
                .as("what was kept")
                .hasSize(3);
        assertThat(door.ask(as(ADA, "GET", "/v1/files/" + id + "/thumbnail?size=64")
                                .header("if-none-match", header(first, "etag")))
                        .status())
                .isEqualTo(304);
        door.ask(as(ADA, "DELETE", "/v1/files/" + id));
        assertThat(thumbnail(ADA, id, "?size=64").status()).isEqualTo(404);
        assertThat(derived()).isEmpty();
    }

    private java.util.List<Path> derived() throws IOException {
        if (Files.notExists(folder.resolve("files/derived"))) {
            return java.util.List.of();
        }
        try (Stream<Path> all = Files.walk(folder.resolve("files/derived"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void T47_it_is_for_those_who_may_have_the_file() throws IOException {
        String id = kept(picture(800, 400, "png"));
        assertThat(thumbnail(EVE, id, "").status()).isEqualTo(404);
        assertThat(door.ask(Request.of("GET", "/v1/media/" + id + "/thumbnail")).status())
                .isEqualTo(404);
        door.ask(as(ADA, "PUT", "/v1/files/" + id + "/readers/person:" + TestDoor.person(EVE)));
        assertThat(thumbnail(EVE, id, "").status()).isEqualTo(200);
        door.ask(as(ADA, "PATCH", "/v1/files/" + id).json("{\"public\":true}"));
        Response open = door.ask(Request.of("GET", "/v1/media/" + id + "/thumbnail?size=64"));
        assertThat(image(open).getWidth()).isEqualTo(64);
        assertThat(header(open, "cache-control")).isEqualTo("public, max-age=31536000, immutable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?size=63", "?size=0", "?size=99999", "?size=big", "?size=64&size=64", "?size="})
    void a_size_that_there_is_not_is_refused(String query) throws IOException {
        String id = kept(picture(8, 4, "png"));
        assertThat(thumbnail(ADA, id, query).status()).isEqualTo(400);
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    /** A picture of one colour: a few bytes that claim to be many pixels. */
    private static byte[] bomb(int width, int height, int real) throws IOException {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        chunk(
                out,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {8, 2, 0, 0, 0})
                        .array());
        var data = new ByteArrayOutputStream();
        try (var deflated = new DeflaterOutputStream(data)) {
            for (int i = 0; i < real; i++) {
                deflated.write(new byte[width * 3 + 1]);
            }
        }
        chunk(out, "IDAT", data.toByteArray());
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    @ParameterizedTest(name = "{0} by {1}")
    @CsvSource({"20000,20000", "8001,8000", "32001,1", "1,2147483647", "100000,100000"})
    void T43_a_bomb_is_refused_by_its_header(int width, int height) throws IOException {
        Response answer = thumbnail(ADA, kept(bomb(width, height, 1)), "");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(field(answer, "type")).isEqualTo("/problems/no-thumbnail");
        assertThat(field(answer, "detail")).contains("too large");
    }

    private static byte[] progressive(int width, int height) throws IOException {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var how = writer.getDefaultWriteParam();
        how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        var out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(
                    null,
                    new IIOImage(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), null, null),
                    how);
        }
        writer.dispose();
        return out.toByteArray();
    }

    /** ITU-T T.81 §B.1.1: which frame it is stands in a marker before it. */
    @Test
    void T43_a_picture_that_must_be_in_memory_as_a_whole_has_a_lower_limit() throws IOException {
        assertThat(JpegHeader.of(ImageIO.createImageInputStream(new ByteArrayInputStream(progressive(64, 64))))
                        .progressive())
                .isTrue();
        assertThat(JpegHeader.of(ImageIO.createImageInputStream(new ByteArrayInputStream(picture(64, 64, "jpeg"))))
                        .progressive())
                .isFalse();
        assertThat(image(thumbnail(ADA, kept(progressive(800, 400)), "?size=64"))
                        .getHeight())
                .isEqualTo(32);
        Response answer = thumbnail(ADA, kept(progressive(5_000, 4_000)), "");
        assertThat(field(answer, "detail")).contains("too large");
        assertThat(thumbnail(ADA, kept(picture(5_000, 4_000, "jpeg")), "").status())
                .isEqualTo(200);
    }

    @Test
    void T43_the_largest_that_is_looked_at_takes_little_memory() throws IOException {
        byte[] largest = bomb(8_000, 8_000, 8_000);
        var reader = ImageIO.getImageReadersByMIMEType("image/png").next();
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        var made = Picture.of(reader, ImageIO.createImageInputStream(new ByteArrayInputStream(largest)), 1_024);
        long taken = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(made).isInstanceOf(Scaled.Made.class);
        assertThat(taken)
                .as("all in all, and not the 192 MB that its pixels are")
                .isLessThan(100_000_000);
    }

    @Test
    void what_is_no_picture_or_a_broken_one_has_none() throws IOException {
        byte[] good = picture(800, 400, "png");
        for (byte[] content : new byte[][] {
            "hello".getBytes(StandardCharsets.UTF_8),
            "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8),
            new byte[0],
            java.util.Arrays.copyOf(good, 20),
            java.util.Arrays.copyOf(good, 40),
            bomb(100, 0, 1),
            "GIF89a\0\0\0\0".getBytes(StandardCharsets.US_ASCII),
            new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe1, 0, 2}
        }) {
            Response answer = thumbnail(ADA, kept(content), "");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(field(answer, "type")).isEqualTo("/problems/no-thumbnail");
        }
        assertThat(derived()).isEmpty();
    }

    /** The same JPEG with an Exif segment that holds one tag. */
    private static byte[] held(byte[] jpeg, int orientation, boolean littleEndian) {
        ByteBuffer tiff = ByteBuffer.allocate(26);
        tiff.order(littleEndian ? java.nio.ByteOrder.LITTLE_ENDIAN : java.nio.ByteOrder.BIG_ENDIAN);
        tiff.put((littleEndian ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
        tiff.putShort((short) 42).putInt(8).putShort((short) 1);
        tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
        var out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, 0, 2 + 6 + 26});
        out.writeBytes("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(tiff.array());
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    /** TIFF 6.0 §2: a directory of tags, in either order of bytes; where the red half is when the picture is upright. */
    @ParameterizedTest
    @CsvSource({"1,left", "2,right", "3,right", "4,left", "5,top", "6,top", "7,bottom", "8,bottom", "9,left", "0,left"})
    void a_picture_is_turned_as_its_camera_was_held(int orientation, String red) throws IOException {
        for (boolean littleEndian : new boolean[] {true, false}) {
            String id = kept(held(picture(400, 200, "jpeg"), orientation, littleEndian));
            BufferedImage small = image(thumbnail(ADA, id, "?size=128"));
            boolean turned = red.equals("top") || red.equals("bottom");
            assertThat(small.getWidth()).isEqualTo(turned ? 64 : 128);
            int x = small.getWidth();
            int y = small.getHeight();
            assertThat(isRed(small, x / 4, y / 4)).isEqualTo(red.equals("left") || red.equals("top"));
            assertThat(isRed(small, x * 3 / 4, y * 3 / 4)).isEqualTo(red.equals("right") || red.equals("bottom"));
        }
    }
}
