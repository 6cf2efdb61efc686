package dev.sallyport.gateway;

import java.net.InetAddress;
import java.util.Optional;

/** An address, or all that share its first bits, as {@code 10.0.0.0/8}. */
public record AddressRange(InetAddress first, int bits) {
    /** @throws IllegalArgumentException when it is neither an address nor a range whose bits behind the prefix are zero */
    public static AddressRange of(String text) {
        return read(text)
                .orElseThrow(() -> new IllegalArgumentException("must be an address or a range, such as 10.0.0.5,"
                        + " 10.0.0.0/8 or 2001:db8::/32, never a name; the bits behind the prefix are zero"));
    }

    private static Optional<AddressRange> read(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return LiteralAddress.parse(text).map(a -> new AddressRange(a, a.getAddress().length * Byte.SIZE));
        }
        String bits = text.substring(slash + 1);
        if (bits.isEmpty() || bits.length() > 3 || !bits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        return LiteralAddress.parse(text.substring(0, slash))
                .filter(a -> Integer.parseInt(bits) <= a.getAddress().length * Byte.SIZE)
                .map(a -> new AddressRange(a, Integer.parseInt(bits)))
                .filter(AddressRange::endsInZeroes);
    }

    boolean has(InetAddress address) {
        byte[] ours = first.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            if (bit(ours, i) != bit(theirs, i)) {
                return false;
            }
        }
        return true;
    }

    private boolean endsInZeroes() {
        byte[] bytes = first.getAddress();
        for (int i = bits; i < bytes.length * Byte.SIZE; i++) {
            if (bit(bytes, i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int bit(byte[] bytes, int index) {
        return bytes[index / Byte.SIZE] >> (Byte.SIZE - 1 - index % Byte.SIZE) & 1;
    }
}
