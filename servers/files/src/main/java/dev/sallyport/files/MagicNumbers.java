package dev.sallyport.files;

import dev.sallyport.domain.file.MediaTypes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Tells the common media types from the first bytes. What it does not know is {@code application/octet-stream}: it makes no
 * guesses. It does not look into containers, so every Office document is a ZIP here.
 */
public final class MagicNumbers implements MediaTypes {
    private record Sign(int offset, byte[] bytes, String type) {
        static Sign at(int offset, String hex, String type) {
            return new Sign(offset, HexFormat.of().parseHex(hex), type);
        }

        boolean isOn(byte[] head) {
            if (head.length < offset + bytes.length) {
                return false;
            }
            for (int i = 0; i < bytes.length; i++) {
                if (head[offset + i] != bytes[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Sign> SIGNS = List.of(
            Sign.at(0, "89504e470d0a1a0a", "image/png"),
            Sign.at(0, "ffd8ff", "image/jpeg"),
            Sign.at(0, "474946383761", "image/gif"),
            Sign.at(0, "474946383961", "image/gif"),
            Sign.at(8, "57454250", "image/webp"),
            Sign.at(4, "6674797061766966", "image/avif"),
            Sign.at(8, "57415645", "audio/wav"),
            Sign.at(0, "255044462d", "application/pdf"),
            Sign.at(0, "504b0304", "application/zip"),
            Sign.at(0, "504b0506", "application/zip"),
            Sign.at(0, "1f8b08", "application/gzip"),
            Sign.at(0, "28b52ffd", "application/zstd"),
            Sign.at(0, "fd377a585a00", "application/x-xz"),
            Sign.at(0, "377abcaf271c", "application/x-7z-compressed"),
            Sign.at(4, "66747970", "video/mp4"),
            Sign.at(0, "1a45dfa3", "video/webm"),
            Sign.at(0, "494433", "audio/mpeg"),
            Sign.at(0, "4f676753", "audio/ogg"),
            Sign.at(0, "664c6143", "audio/flac"),
            Sign.at(0, "774f4632", "font/woff2"));

    private static final List<String> HTML =
            List.of("<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<style", "<title", "<!--");

    @Override
    public String of(byte[] head) {
        return SIGNS.stream()
                .filter(sign -> sign.isOn(head))
                .map(Sign::type)
                .findFirst()
                .orElseGet(() -> isText(head) ? text(head) : "application/octet-stream");
    }

    private static String text(byte[] head) {
        String start = new String(head, StandardCharsets.UTF_8)
                .replace("\uFEFF", "")
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        if (start.startsWith("<svg") || (start.startsWith("<?xml") && start.contains("<svg"))) {
            return "image/svg+xml";
        }
        return HTML.stream().anyMatch(start::startsWith) ? "text/html" : "text/plain";
    }

    /** UTF-8 without control characters; a character that the head cuts in two is borne. */
    private static boolean isText(byte[] head) {
        for (byte b : head) {
            if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f') {
                return false;
            }
        }
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var decoded = java.nio.CharBuffer.allocate(head.length + 1);
        try {
            var result = decoder.decode(ByteBuffer.wrap(head), decoded, false);
            if (result.isError()) {
                result.throwException();
            }
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
