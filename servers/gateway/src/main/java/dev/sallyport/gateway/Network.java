package dev.sallyport.gateway;

import dev.sallyport.domain.privacy.Address;

/** Whom a limit counts: an IPv4 address, or the /64 of an IPv6 address. */
record Network(boolean six, long bits) implements Asker {
    private static final int IPV4_WIDER = 16;
    private static final int IPV6_WIDER = 32;
    private static final int IPV4_LENGTH = 4;

    static Network of(Address address) {
        byte[] prefix = address.prefix();
        long bits = 0;
        for (byte b : prefix) {
            bits = bits << Byte.SIZE | (b & 0xffL);
        }
        return new Network(prefix.length > IPV4_LENGTH, bits);
    }

    /** The neighbourhood: IPv4 /16, IPv6 /32, about what one owner of many addresses holds. */
    @Override
    public Network neighbourhood() {
        return new Network(six, bits >>> (six ? IPV6_WIDER : IPV4_WIDER));
    }

    @Override
    public long number() {
        return bits << 1 | (six ? 1 : 0);
    }

    @Override
    public String text() {
        return (six ? "6 " : "4 ") + Long.toHexString(bits);
    }

    @Override
    public String toString() {
        return "Network[hidden]";
    }
}
