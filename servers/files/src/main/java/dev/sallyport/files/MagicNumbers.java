package dev.sallyport.files;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The common media types by their first bytes. It does not look into containers, so every Office document is a ZIP here. */
final class MagicNumbers {
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

    private MagicNumbers() {}

    /** Empty for what begins with none of them. */
    static Optional<String> of(byte[] head) {
        return SIGNS.stream().filter(sign -> sign.isOn(head)).map(Sign::type).findFirst();
    }
}
