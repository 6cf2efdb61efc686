package dev.sallyport.domain.privacy;

import java.net.InetAddress;
import java.util.Arrays;

/** An internet address as it is counted: IPv4 whole, IPv6 by its /64 prefix. It never prints. */
public record Address(InetAddress value) {
    private static final int IPV6_LENGTH = 16;
    private static final int IPV6_PREFIX = 8;

    /** The bytes that stand for this address: 4 of IPv4 (mapped IPv6 included), the first 8 of IPv6. */
    public byte[] prefix() {
        byte[] bytes = value.getAddress();
        return bytes.length == IPV6_LENGTH ? Arrays.copyOf(bytes, IPV6_PREFIX) : bytes;
    }

    @Override
    public String toString() {
        return "Address[hidden]";
    }
}
