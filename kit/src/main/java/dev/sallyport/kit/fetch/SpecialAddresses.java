package dev.sallyport.kit.fetch;

import dev.sallyport.domain.Spec;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;

/** The internet addresses that are nobody's public server: private, local, reserved, and those that stand for an IPv4 address. */
final class SpecialAddresses {
    private static final int IPV6_LENGTH = 16;

    private record Range(byte[] prefix, int bits) {
        static Range of(String hex, int bits) {
            return new Range(HexFormat.of().parseHex(hex), bits);
        }

        boolean has(byte[] address) {
            int whole = bits / Byte.SIZE;
            for (int i = 0; i < whole; i++) {
                if (address[i] != prefix[i]) {
                    return false;
                }
            }
            int rest = Byte.SIZE - bits % Byte.SIZE;
            return rest == Byte.SIZE || (address[whole] & 0xff) >> rest == (prefix[whole] & 0xff) >> rest;
        }
    }

    private static final List<Range> IPV4 = List.of(
            Range.of("00", 8), // this network
            Range.of("0a", 8),
            Range.of("6440", 10), // shared by a carrier's customers
            Range.of("7f", 8),
            Range.of("a9fe", 16), // link-local, and the metadata services of clouds
            Range.of("ac10", 12),
            Range.of("c00000", 24),
            Range.of("c00002", 24),
            Range.of("c05863", 24),
            Range.of("c0a8", 16),
            Range.of("c612", 15),
            Range.of("c63364", 24),
            Range.of("cb0071", 24),
            Range.of("e0", 4),
            Range.of("f0", 4));

    /** All that is public. What is mapped (::ffff:0:0/96) or translated (64:ff9b::/96) lies outside. */
    private static final Range IPV6_PUBLIC = Range.of("20", 3);

    private static final List<Range> IPV6 = List.of(
            Range.of("200100", 23), // protocols, Teredo among them
            Range.of("20010db8", 32),
            Range.of("2002", 16), // 6to4: an IPv4 address inside
            Range.of("3fff00", 20));

    private SpecialAddresses() {}

    @Spec("RFC 6890 §2.2")
    static boolean has(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == IPV6_LENGTH) {
            return !IPV6_PUBLIC.has(bytes) || IPV6.stream().anyMatch(range -> range.has(bytes));
        }
        return IPV4.stream().anyMatch(range -> range.has(bytes));
    }
}
